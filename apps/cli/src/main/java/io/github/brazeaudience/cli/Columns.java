package io.github.brazeaudience.cli;

import java.util.ArrayList;
import java.util.List;

/** Wraps text to the columns of a terminal. */
final class Columns {
  /** The number of columns that are used at most. */
  static final int WIDTH = 80;

  private static final String FURTHER = "    ";

  private Columns() {}

  /** Breaks a line between words and indents continuations. A longer word is not broken. */
  static String wrap(String line, int width) {
    String indent = " ".repeat(line.length() - line.stripLeading().length());
    List<String> lines = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (String word : line.strip().split(" ", -1)) {
      if (current.isEmpty()) {
        current.append(indent).append(word);
      } else if (current.length() + 1 + word.length() <= width) {
        current.append(' ').append(word);
      } else {
        lines.add(current.toString());
        current = new StringBuilder(indent).append(FURTHER).append(word);
      }
    }
    lines.add(current.toString());
    return String.join(System.lineSeparator(), lines);
  }
}
