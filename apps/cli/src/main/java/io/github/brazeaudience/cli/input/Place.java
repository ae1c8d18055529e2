package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.cli.input.BegunInput.Rest;

/**
 * Position between two updates at which reading can resume.
 *
 * @param updates the number of updates before it, over all inputs
 * @param input the index of its input
 * @param read the bytes of that input that had been read, up to or after the place
 * @param offset the offset in that input at which to resume
 * @param lines the number of lines before the offset
 * @param taken the number of updates between the offset and the place, if a document holds several
 */
public record Place(long updates, int input, BegunInput read, long offset, long lines, int taken) {

  static Place beginningOf(int input, BegunInput read, long updates) {
    return new Place(updates, input, read, 0, 0, 0);
  }

  /** True if the input was read to its end. */
  boolean endsItsInput() {
    return read.rest() != Rest.MORE;
  }
}
