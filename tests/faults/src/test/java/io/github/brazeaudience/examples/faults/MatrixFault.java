package io.github.brazeaudience.examples.faults;

import java.io.IOException;
import java.time.Duration;

/** Fault of a request: a row of {@code docs/faults.md}. */
sealed interface MatrixFault permits ResponseFault, WireFault {
  /** {@return the name of the fault in the table} */
  String title();

  /**
   * Creates a Braze whose first requests have this fault.
   *
   * @param times the number of faulty requests
   */
  TestBed testBed(int times) throws IOException;

  /** {@return true if the request reaches a server that counts it} */
  boolean reachesServer();

  /** {@return true if the request never completes} */
  default boolean stalls() {
    return !timeout().isZero();
  }

  /** {@return the timeout of a request that stalls, or zero} */
  Duration timeout();
}
