package io.github.brazeaudience.mparticle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An {@code audience_membership_change_request} without profiles, by which mParticle finds out
 * whether the receiver answers. It has to be answered like one with profiles. Immutable.
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
