package io.github.brazeaudience.flink;

import java.util.Locale;

/**
 * Rejected update; sending it again does not help.
 *
 * @param line the update as it was read; empty if the line was too long
 * @param reason the name of a {@link io.github.brazeaudience.outcome.Reason}
 * @param message what happened and what to do, without personal data
 * @param attempts the number of requests that contained the update
 */
@SuppressWarnings("ArrayRecordComponent") // Flink needs bytes; instances are never compared.
public record RejectedUpdate(byte[] line, String reason, String message, int attempts) {
  /** Omits the line, which identifies the user. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "RejectedUpdate[%s, attempts=%d: %s]", reason, attempts, message);
  }
}
