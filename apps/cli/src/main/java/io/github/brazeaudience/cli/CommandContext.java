package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.output.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Environment of a command: variables, streams, clock and cancellation.
 *
 * @param environment the environment variables
 * @param in standard input, or null if it is closed
 * @param out standard output; throws if its reader is gone or its disk is full
 * @param err standard error
 * @param errColumns the usable columns of standard error, 0 if it is not a terminal
 * @param nanoTime a clock for durations
 * @param cancellation cancels the run
 * @param beforeRun called before a run that Ctrl-C may cancel
 */
record CommandContext(
    Map<String, String> environment,
    @Nullable InputStream in,
    OutputStream out,
    PrintStream err,
    IntSupplier errColumns,
    LongSupplier nanoTime,
    Cancellation cancellation,
    Runnable beforeRun) {

  /**
   * Writes to standard output, as UTF-8.
   *
   * @return false, after a message, if it could not be written
   */
  boolean print(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return true;
    } catch (IOException e) {
      message(
          "standard output cannot be written (%s); free space, or redirect it"
              .formatted(e.getMessage()));
      return false;
    }
  }

  /** True if standard error is a terminal. */
  boolean errIsTerminal() {
    return errColumns.getAsInt() > 0;
  }

  /** {@return the width of the terminal, or {@value Columns#WIDTH} if it is unknown} */
  int columns() {
    return errIsTerminal() ? errColumns.getAsInt() : Columns.WIDTH;
  }

  /** Writes a line to standard error: wrapped on a terminal, unwrapped elsewhere. */
  void say(String line) {
    String shown = Printable.line(line);
    err.println(errIsTerminal() ? Columns.wrap(shown, errColumns.getAsInt()) : shown);
  }

  /** Writes a line that begins with the name of the program. */
  void message(String text) {
    say(Program.NAME + ": " + text);
  }
}
