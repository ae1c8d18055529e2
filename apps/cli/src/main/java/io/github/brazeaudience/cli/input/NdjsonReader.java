package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads a file with one JSON object per line, skipping blank lines. */
final class NdjsonReader implements UpdateReader {
  private final LineReader lines;
  private final NdjsonLines updates = new NdjsonLines();

  NdjsonReader(InputStream in) {
    this.lines = new LineReader(in);
  }

  /** A last line without its line end may have got it meanwhile, but nothing else. */
  @Override
  public boolean resume(Place place, boolean midLine) throws IOException {
    lines.resume(place.offset(), place.lines());
    return !midLine || lines.endsHere();
  }

  @Override
  public @Nullable AudienceUpdate next() throws IOException {
    while (lines.next()) {
      if (!lines.isBlank()) {
        return read();
      }
    }
    return null;
  }

  @Override
  public long line() {
    return lines.number();
  }

  @Override
  public Place place(long updates, int input, ReadBytes bytes) {
    return new Place(updates, input, bytes.soFar(), lines.offset(), lines.number(), 0);
  }

  @Override
  public int unknownIdentities() {
    return updates.unknownIdentities();
  }

  private AudienceUpdate read() {
    return lines.tooLong() ? NdjsonLines.tooLong() : updates.read(lines.bytes(), lines.length());
  }
}
