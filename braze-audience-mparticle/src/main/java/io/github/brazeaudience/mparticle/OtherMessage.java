package io.github.brazeaudience.mparticle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Message of another type: a message that does not concern audiences, a response, or a type that is
 * newer than this library. It contains nothing to forward. Immutable.
 */
public final class OtherMessage implements FirehoseMessage {
  private final @Nullable String id;
  private final @Nullable String type;

  OtherMessage(@Nullable String id, @Nullable String type) {
    this.id = id;
    this.type = type;
  }

  @Override
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** {@return the {@code type} of the message as given, or empty if there is none} */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  @Override
  public String toString() {
    return "OtherMessage[]";
  }
}
