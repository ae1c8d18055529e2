package io.github.brazeaudience.cli;

/** The exit codes of the command. */
final class ExitCode {
  /** Every update was accepted or needed no writing. */
  static final int COMPLETE = 0;

  /** Some updates were not, or an input or output failed on the way. */
  static final int INCOMPLETE = 1;

  /** Bad usage or configuration; nothing was sent. */
  static final int USAGE = 2;

  /** Ctrl-C or SIGTERM. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
