package io.github.brazeaudience.flink;

import java.util.Locale;

/**
 * Update with the key of its user.
 *
 * @param user the external id in Braze, or another value that identifies the user
 * @param line the update as it was read; empty if the line was too long
 */
@SuppressWarnings("ArrayRecordComponent") // Flink needs bytes; instances are never compared.
public record UserLine(String user, byte[] line) {
  /** Prints only the size, because the line identifies the user. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "UserLine[%d bytes]", line.length);
  }
}
