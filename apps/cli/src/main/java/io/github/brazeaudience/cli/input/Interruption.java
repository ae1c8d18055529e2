package io.github.brazeaudience.cli.input;

/** Cancellation as the readers see it. */
@FunctionalInterface
public interface Interruption {
  /** True if the run was cancelled; stays true. */
  boolean isInterrupted();

  /** Called repeatedly on the reading thread while an input blocks. */
  default void inputWaits() {}
}
