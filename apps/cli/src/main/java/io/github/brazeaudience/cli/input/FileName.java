package io.github.brazeaudience.cli.input;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Parses file names from the command line. */
public final class FileName {
  private FileName() {}

  /**
   * The path with this name.
   *
   * @throws IllegalArgumentException if the system has no such name; the message says what to do
   */
  public static Path toPath(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      String problem = "\"%s\" cannot be the name of a file".formatted(name);
      throw new IllegalArgumentException(
          name.indexOf('\0') >= 0
              ? problem
              : problem
                  + " in %s, the character encoding of the locale; set LC_ALL=C.UTF-8 (or another locale with UTF-8) and run again"
                      .formatted(System.getProperty("sun.jnu.encoding")),
          e);
    }
  }
}
