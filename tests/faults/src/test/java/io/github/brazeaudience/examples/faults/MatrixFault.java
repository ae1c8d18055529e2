package io.github.brazeaudience.examples.faults;

import java.io.IOException;
import java.time.Duration;

/** Something that goes wrong with a request: a row of {@code docs/faults.md}. */
sealed interface MatrixFault permits AnswerFault, WireFault {
  /** By what the row names it. */
  String title();

  /**
   * A Braze with this fault in the way of the first requests.
   *
   * @param times how many requests it befalls; afterwards all is well
   */
  Site site(int times) throws IOException;

  /** Whether the request comes as far as a server that can count it. */
  boolean arrives();

  /** Whether the request is left waiting for ever. */
  default boolean stalls() {
    return !patience().isZero();
  }

  /** The time limit of a request that is left waiting; zero if none is. */
  Duration patience();
}
