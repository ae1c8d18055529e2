package io.github.brazeaudience.options;

/** Subcommand of a program, with its options filled in. */
public interface ProgramCommand {
  /**
   * Runs the command.
   *
   * @return the exit code
   * @throws UsageException if the options or the environment do not allow it to run
   */
  int run() throws UsageException;
}
