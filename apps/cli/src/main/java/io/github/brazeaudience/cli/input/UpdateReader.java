package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the updates of one file, in order. */
interface UpdateReader {
  /**
   * Resumes at the place where an earlier reader ended, before the first read, and skips the
   * updates that it returned.
   *
   * @param midLine true if the byte before the stream is not a line end
   * @return false if the stream does not match the place
   */
  boolean resume(Place place, boolean midLine) throws IOException;

  /** Returns the next update, which may be malformed, or null at the end of the file. */
  @Nullable AudienceUpdate next() throws IOException;

  /** The line number of the last update, starting with 1. */
  long line();

  /** The number of identities of unknown types in the last update, which are ignored. */
  int unknownIdentities();

  /**
   * The place after the last update.
   *
   * @param updates the number of updates up to here, over all inputs
   * @param input the index of the input
   * @param bytes the bytes that were read
   */
  Place place(long updates, int input, ReadBytes bytes);
}
