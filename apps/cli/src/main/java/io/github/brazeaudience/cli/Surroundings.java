package io.github.brazeaudience.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What the command finds around it.
 *
 * @param environment the environment variables
 * @param in standard input
 * @param out standard output, which tells by an exception that nobody reads it any more
 * @param err standard error
 * @param errIsTerminal whether people watch standard error
 * @param nanoTime a clock for durations
 * @param cancellation ends the run from outside
 */
record Surroundings(
    Map<String, String> environment,
    InputStream in,
    OutputStream out,
    PrintStream err,
    boolean errIsTerminal,
    LongSupplier nanoTime,
    Cancellation cancellation) {

  /** Says something to people: wrapped on a terminal, one line for other programs to search. */
  void say(String line) {
    err.println(errIsTerminal ? Columns.wrap(line) : line);
  }
}
