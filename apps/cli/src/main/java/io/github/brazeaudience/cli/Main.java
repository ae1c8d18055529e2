package io.github.brazeaudience.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Where the program begins. */
public final class Main {
  /** Kept, because a logger that nobody holds loses its level. */
  private static final Logger ROOT = Logger.getLogger("");

  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    // For the libraries that format numbers in the default locale: the bar and the option parser.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    silenceLibraries();
    Cancellation cancellation = new Cancellation();
    Runtime.getRuntime().addShutdownHook(SignalHook.thread(cancellation));
    Surroundings surroundings =
        new Surroundings(
            System.getenv(),
            StandardInput.open(),
            new FileOutputStream(FileDescriptor.out),
            System.err,
            StandardError.isTerminal(),
            System::nanoTime,
            cancellation);
    int code = new ForwardCommand(surroundings).run(args);
    cancellation.finish();
    System.exit(code);
  }

  /** Standard error is for what the command itself has to say. */
  private static void silenceLibraries() {
    LogManager.getLogManager().reset();
    ROOT.setLevel(Level.OFF);
  }
}
