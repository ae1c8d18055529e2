package io.github.brazeaudience.mparticle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of another type: one that has nothing to do with audiences, a response, or a type that
 * is newer than this library. There is nothing to forward in it. Immutable.
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

  /**
   * The {@code type} of the message.
   *
   * @return the type as given, empty if there is none
   */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  @Override
  public String toString() {
    return "OtherMessage[]";
  }
}
