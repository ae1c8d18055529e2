package io.github.brazeaudience.cli;

/** Exit codes of the program. */
final class ExitCode {
  /** Every update was accepted or unchanged, or a check found no error. */
  static final int COMPLETE = 0;

  /**
   * Some updates were neither accepted nor unchanged, an input or output failed, or a check found
   * an error.
   */
  static final int INCOMPLETE = 1;

  /** Bad usage or configuration; nothing was sent. */
  static final int USAGE = 2;

  /** Ctrl-C or SIGTERM. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
