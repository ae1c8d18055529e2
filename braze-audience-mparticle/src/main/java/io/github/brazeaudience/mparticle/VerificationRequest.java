package io.github.brazeaudience.mparticle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code audience_membership_change_request} without profiles, which mParticle sends to check that
 * the receiver responds. The response is the same as to one with profiles. Immutable.
 */
public final class VerificationRequest implements FirehoseMessage {
  private final @Nullable String id;

  VerificationRequest(@Nullable String id) {
    this.id = id;
  }

  @Override
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  @Override
  public String toString() {
    return "VerificationRequest[]";
  }
}
