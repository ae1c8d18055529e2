package io.github.brazeaudience.model;

/** Crash of a process after a number of steps. Thread-safe. */
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

  /** Counts a step, and throws an exception if the process has crashed. */
  synchronized void step() {
    if (stepsLeft > 0) {
      stepsLeft--;
    }
    if (stepsLeft == 0) {
      throw new IllegalStateException("the process has crashed");
    }
  }
}
