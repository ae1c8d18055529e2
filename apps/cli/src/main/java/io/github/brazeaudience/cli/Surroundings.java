package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.output.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the command finds around it.
 *
 * @param environment the environment variables
 * @param in standard input, null if it is closed
 * @param out standard output, which tells by an exception that nobody reads it any more
 * @param err standard error
 * @param errIsTerminal whether people watch standard error
 * @param nanoTime a clock for durations
 * @param cancellation ends the run from outside
 */
record Surroundings(
    Map<String, String> environment,
    @Nullable InputStream in,
    OutputStream out,
    PrintStream err,
    boolean errIsTerminal,
    LongSupplier nanoTime,
    Cancellation cancellation) {

  /**
   * Writes to standard output, as UTF-8.
   *
   * @return false, after saying why, if it cannot be written to its end
   */
  boolean print(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return true;
    } catch (IOException e) {
      say(
          Options.PROGRAM
              + ": standard output cannot be written (%s); make room, or send it elsewhere"
                  .formatted(e.getMessage()));
      return false;
    }
  }

  /** Says something to people: wrapped on a terminal, one line for other programs to search. */
  void say(String line) {
    String shown = Printable.line(line);
    err.println(errIsTerminal ? Columns.wrap(shown) : shown);
  }
}
