package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the updates of one file, in order. */
interface UpdateReader {
  /** The next update, readable or not; null at the end of the file. */
  @Nullable AudienceUpdate next() throws IOException;

  /** The line, 1 for the first, on which the last update began. */
  long line();
}
