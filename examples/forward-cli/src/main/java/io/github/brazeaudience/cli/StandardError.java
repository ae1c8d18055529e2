package io.github.brazeaudience.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out who reads standard error. */
final class StandardError {
  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/2");

  private StandardError() {}

  /**
   * Whether it is a terminal that can move its cursor. Where the system does not tell, which only
   * Linux does, it is not: a console of Java's says nothing of standard error.
   */
  static boolean isTerminal() {
    if ("dumb".equals(System.getenv("TERM")) || !Files.isSymbolicLink(DESCRIPTOR)) {
      return false;
    }
    try {
      String device = Files.readSymbolicLink(DESCRIPTOR).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }
}
