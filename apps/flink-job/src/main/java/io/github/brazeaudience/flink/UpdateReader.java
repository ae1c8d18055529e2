package io.github.brazeaudience.flink;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.cli.input.NdjsonLines;

/** Parses the update of a line. Not thread-safe. */
final class UpdateReader {
  private final NdjsonLines lines = new NdjsonLines();

  /** Reads a line; an empty one was too long to be kept. */
  AudienceUpdate read(byte[] line) {
    return line.length == 0 ? NdjsonLines.tooLong() : lines.read(line, line.length);
  }
}
