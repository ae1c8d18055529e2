package io.github.brazeaudience.receiver.intake;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.List;
import java.util.Optional;

/** Durable store of messages. Thread-safe. */
public interface MessageStore {
  /** What happened to a message. */
  enum Result {
    /** The message is durable. */
    ADDED,
    /** A message with the same id was added before. */
    KNOWN,
    /** The store has reached its limit; the message was not added. */
    BACKLOG_FULL,
    /** The store failed; the message may have been added. */
    FAILED
  }

  /**
   * Adds the updates of a message.
   *
   * @param id identifies the message; empty if equal messages are different ones
   */
  Result add(Optional<String> id, List<AudienceUpdate> updates);

  /** Adds an audience with its new name, which is to be written after all earlier messages. */
  Result rename(Optional<String> id, Audience audience);

  /**
   * Does what adding these updates takes, without adding them.
   *
   * @throws RuntimeException if the store fails
   */
  void warmUp(List<AudienceUpdate> updates);
}
