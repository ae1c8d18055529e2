package io.github.brazeaudience.mparticle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Body that is not a Firehose message. Immutable. */
public final class MalformedMessage implements FirehoseMessage {
  private final @Nullable String id;
  private final String reason;

  MalformedMessage(@Nullable String id, String reason) {
    this.id = id;
    this.reason = reason;
  }

  static MalformedMessage because(String problem) {
    return new MalformedMessage(null, MessageParser.malformed(problem));
  }

  @Override
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** {@return what is wrong and what to do, without values of the message} */
  public String reason() {
    return reason;
  }

  @Override
  public String toString() {
    return "MalformedMessage[" + reason + "]";
  }
}
