package io.github.brazeaudience.cli.input;

/** Says whether the run was ended from outside. */
public interface Interruption {
  /** Whether it was; once true, it stays so. */
  boolean isInterrupted();
}
