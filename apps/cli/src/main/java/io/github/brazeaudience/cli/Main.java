package io.github.brazeaudience.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Entry point of the program. */
public final class Main {
  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs the command with the streams of this process, and returns the exit code. */
  static int run(String... args) {
    // The progress bar and the option parser format numbers in the default locale.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    Cancellation cancellation = new Cancellation();
    CommandContext context =
        new CommandContext(
            System.getenv(),
            StandardInput.open(),
            new FileOutputStream(FileDescriptor.out),
            System.err,
            StandardError.isTerminal() ? Window.ofStandardError() : () -> 0,
            System::nanoTime,
            cancellation,
            () -> {
              silenceLibraries();
              Runtime.getRuntime().addShutdownHook(SignalHook.thread(cancellation));
            });
    try {
      return new Program(context, args).run(args);
    } finally {
      cancellation.finish();
    }
  }

  /** Standard error is reserved for the messages of the command. */
  private static void silenceLibraries() {
    LogManager.getLogManager().reset();
    Logger.getLogger("").setLevel(Level.OFF);
  }
}
