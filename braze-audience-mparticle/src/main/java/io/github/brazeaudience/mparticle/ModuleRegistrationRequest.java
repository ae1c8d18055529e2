package io.github.brazeaudience.mparticle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Request for the receiver's {@link ModuleRegistration}. Immutable. */
public final class ModuleRegistrationRequest implements FirehoseMessage {
  private final @Nullable String id;

  ModuleRegistrationRequest(@Nullable String id) {
    this.id = id;
  }

  @Override
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  @Override
  public String toString() {
    return "ModuleRegistrationRequest[]";
  }
}
