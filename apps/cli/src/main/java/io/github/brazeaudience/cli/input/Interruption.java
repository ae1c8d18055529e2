package io.github.brazeaudience.cli.input;

/** Says whether the run was ended from outside, and what to do while an input waits. */
@FunctionalInterface
public interface Interruption {
  /** Whether it was; once true, it stays so. */
  boolean isInterrupted();

  /** Called again and again, on the thread that reads, while an input waits for its next bytes. */
  default void inputWaits() {}
}
