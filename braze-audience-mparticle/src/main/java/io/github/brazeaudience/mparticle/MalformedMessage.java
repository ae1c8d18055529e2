package io.github.brazeaudience.mparticle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is no Firehose message. Sent again, it would be none either. Immutable. */
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

  /**
   * What is wrong with it and what to do, for people.
   *
   * @return the reason; no value of the message is in it
   */
  public String reason() {
    return reason;
  }

  @Override
  public String toString() {
    return "MalformedMessage[" + reason + "]";
  }
}
