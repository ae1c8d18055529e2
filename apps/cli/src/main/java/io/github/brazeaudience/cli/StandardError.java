package io.github.brazeaudience.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Detects whether standard error is a terminal. */
final class StandardError {
  private static final Path DESCRIPTOR = Path.of("/dev/fd/2");
  private static final Path NULL_DEVICE = Path.of("/dev/null");
  private static final int KIND = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;

  private StandardError() {}

  /**
   * True if standard error is a terminal that can move its cursor. The console of the JDK reports
   * only standard input and output; where descriptors are not files, this is false.
   */
  static boolean isTerminal() {
    return !"dumb".equals(System.getenv("TERM")) && isTerminal(DESCRIPTOR);
  }

  static boolean isTerminal(Path file) {
    try {
      int mode = (Integer) Files.getAttribute(file, "unix:mode");
      return (mode & KIND) == CHARACTER_DEVICE
          && !Files.getAttribute(file, "unix:rdev")
              .equals(Files.getAttribute(NULL_DEVICE, "unix:rdev"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }
}
