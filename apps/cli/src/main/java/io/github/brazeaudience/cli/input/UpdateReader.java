package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the updates of one file, in order. */
interface UpdateReader {
  /**
   * Says, before anything is read, that the stream does not begin at the beginning of the file but
   * at a place where an earlier reader stood. Passes over what that one took.
   *
   * @param midLine whether the byte before it is no end of a line
   * @return false if what is there now is not what the earlier reader saw the end of
   */
  boolean resume(Place place, boolean midLine) throws IOException;

  /** The next update, readable or not; null at the end of the file. */
  @Nullable AudienceUpdate next() throws IOException;

  /** The line, 1 for the first, on which the last update began. */
  long line();

  /**
   * The place behind the last update.
   *
   * @param updates how many updates there are up to here, over all inputs
   * @param input the number of the input
   * @param bytes what is read of it
   */
  Place place(long updates, int input, ReadBytes bytes);
}
