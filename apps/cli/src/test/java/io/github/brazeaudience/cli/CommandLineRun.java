package io.github.brazeaudience.cli;

import io.github.brazeaudience.options.ConnectionOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the program in this process. */
final class CommandLineRun {
  private final List<String> args = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Cancellation cancellation = new Cancellation();
  private Map<String, String> environment =
      Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, TrackServer.KEY);
  private @Nullable InputStream in = InputStream.nullInputStream();
  private OutputStream stdout = out;
  private int columns;
  private int exitCode = -1;

  static CommandLineRun of(String... args) {
    CommandLineRun run = new CommandLineRun();
    run.args.addAll(List.of(args));
    return run;
  }

  /** Runs the command {@code forward}. */
  static CommandLineRun forward(String... args) {
    CommandLineRun run = of("forward");
    run.args.addAll(List.of(args));
    return run;
  }

  CommandLineRun arg(Object arg) {
    args.add(String.valueOf(arg));
    return this;
  }

  CommandLineRun environment(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  CommandLineRun in(String text) {
    return in(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Sets standard input; null if it is closed. */
  CommandLineRun in(@Nullable InputStream stream) {
    in = stream;
    return this;
  }

  CommandLineRun stdout(OutputStream stream) {
    stdout = stream;
    return this;
  }

  /** Makes standard error a terminal of 80 columns. */
  CommandLineRun onTerminal() {
    return onTerminal(Columns.WIDTH);
  }

  /** Makes standard error a terminal of some columns. */
  CommandLineRun onTerminal(int width) {
    columns = width;
    return this;
  }

  /** Cancels the run, like a signal. */
  void signal() {
    cancellation.cancel(Cancellation.Cause.SIGNAL);
  }

  CommandLineRun run() {
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    CommandContext context =
        new CommandContext(
            environment,
            in,
            stdout,
            errors,
            () -> columns,
            System::nanoTime,
            cancellation,
            () -> {});
    String[] line = args.toArray(new String[0]);
    exitCode = new Program(context, line).run(line);
    cancellation.finish();
    return this;
  }

  int exitCode() {
    return exitCode;
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "exit %d%n%s%n%s", exitCode, out(), err());
  }
}
