package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.outcome.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * Failure that keeps a relay from forwarding at present.
 *
 * @param kind what failed
 * @param since the time of the first failure after the last success, by the clock of the process
 * @param reason the reason of an update that was not forwarded; empty if the database failed
 * @param message what happened and what to do, without identities
 */
public record RelayFailure(Kind kind, Instant since, Optional<Reason> reason, String message) {
  /** What failed. */
  public enum Kind {
    /** The database of the outbox, or the connection to it. */
    DATABASE,
    /** No update of the last delivery was accepted or rejected by Braze. */
    DELIVERY,
    /** An error in the relay or in a listener. */
    INTERNAL
  }
}
