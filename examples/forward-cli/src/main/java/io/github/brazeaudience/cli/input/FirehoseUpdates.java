package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.mparticle.FirehoseReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads a file of mParticle Firehose messages. */
final class FirehoseUpdates implements UpdateReader {
  private final FirehoseReader reader;

  FirehoseUpdates(InputStream in) {
    this.reader = FirehoseReader.of(in);
  }

  @Override
  public @Nullable AudienceUpdate next() throws IOException {
    try {
      return reader.hasNext() ? reader.next() : null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public long line() {
    return reader.line();
  }
}
