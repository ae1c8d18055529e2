package io.github.brazeaudience.model;

/** The end of a process after so many steps; thread-safe. */
final class Crash {
  private int stepsLeft;

  private Crash(int steps) {
    this.stepsLeft = steps;
  }

  static Crash never() {
    return new Crash(Integer.MAX_VALUE);
  }

  static Crash after(int steps) {
    return new Crash(steps);
  }

  synchronized boolean happened() {
    return stepsLeft <= 0;
  }

  /** Does nothing if the process lives on. */
  synchronized void step() {
    if (stepsLeft > 0) {
      stepsLeft--;
    }
    if (stepsLeft == 0) {
      throw new IllegalStateException("the process is dead");
    }
  }
}
