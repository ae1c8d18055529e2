package io.github.brazeaudience.flink;

import java.util.Locale;

/**
 * An update that does not get better by sending it again.
 *
 * @param line the update as it was read; empty if the line was too long to be kept
 * @param reason the name of a {@link io.github.brazeaudience.outcome.Reason}
 * @param message what is wrong and what to do, without personal data
 * @param attempts how many requests it was in
 */
@SuppressWarnings("ArrayRecordComponent") // Flink writes bytes as they are; nobody compares.
public record RejectedUpdate(byte[] line, String reason, String message, int attempts) {
  /** Without the line, which tells who the user is. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "RejectedUpdate[%s, attempts=%d: %s]", reason, attempts, message);
  }
}
