package io.github.brazeaudience.flink;

import java.util.Locale;

/**
 * One update on its way to the subtask that has its user's state.
 *
 * @param user the key: the external id as Braze has it, or what else tells the user from others
 * @param line the update as it was read; empty if the line was too long to be kept
 */
@SuppressWarnings("ArrayRecordComponent") // Flink writes bytes as they are; nobody compares.
public record UserLine(String user, byte[] line) {
  /** The size only, because the line tells who the user is. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "UserLine[%d bytes]", line.length);
  }
}
