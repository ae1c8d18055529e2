package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.cli.input.BegunInput.Rest;

/**
 * A place between two updates of all inputs. InputReader can go on there.
 *
 * @param updates how many updates stand before it, over all inputs
 * @param input the number of its input, 0 for the first
 * @param read what was read of that input when reading stood there, a little ahead of the place
 * @param offset the byte of that input, 0 for the first, at which to go on
 * @param lines how many lines end before that byte
 * @param taken how many updates from there on stand before the place: those of a document that
 *     holds several
 */
public record Place(long updates, int input, BegunInput read, long offset, long lines, int taken) {

  static Place beginningOf(int input, BegunInput read, long updates) {
    return new Place(updates, input, read, 0, 0, 0);
  }

  /** Whether nothing more is to be read of its input. */
  boolean endsItsInput() {
    return read.rest() != Rest.MORE;
  }
}
