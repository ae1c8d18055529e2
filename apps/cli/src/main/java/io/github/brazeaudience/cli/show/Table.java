package io.github.brazeaudience.cli.show;

import io.github.brazeaudience.cli.output.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * Table of text whose cells are wrapped to the columns of a terminal. Wide characters, such as
 * those of Chinese, take two columns.
 */
final class Table {
  private static final String INDENT = "  ";

  private final int[] widths;
  private final StringBuilder text = new StringBuilder();

  /**
   * Creates an empty table.
   *
   * @param widths the width of each column; the table is wider by {@link #margin}
   */
  Table(int... widths) {
    this.widths = widths.clone();
  }

  /** {@return the width of a table besides its columns} */
  static int margin(int columns) {
    return INDENT.length() + columns - 1;
  }

  void row(String... cells) {
    int lines = 0;
    List<List<String>> columns = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      List<String> column = wrap(Printable.line(cells[i]), widths[i]);
      columns.add(column);
      lines = Math.max(lines, column.size());
    }
    for (int line = 0; line < lines; line++) {
      StringBuilder out = new StringBuilder(INDENT);
      for (int i = 0; i < columns.size(); i++) {
        String part = line < columns.get(i).size() ? columns.get(i).get(line) : "";
        out.append(part).append(" ".repeat(Math.max(0, widths[i] - width(part) + 1)));
      }
      text.append(out.toString().stripTrailing()).append('\n');
    }
  }

  /** {@return the number of columns that a terminal shows the text in} */
  static int width(String text) {
    return text.codePoints().map(point -> Math.max(0, WCWidth.wcwidth(point))).sum();
  }

  /** Breaks after a space or a comma if there is one, otherwise between any characters. */
  static List<String> wrap(String cell, int width) {
    List<String> lines = new ArrayList<>();
    String rest = cell;
    int fits = fitting(rest, width);
    while (fits < rest.length()) {
      int space = Math.max(rest.lastIndexOf(' ', fits), rest.lastIndexOf(',', fits - 1) + 1);
      int end = space > 0 ? space : fits;
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
      fits = fitting(rest, width);
    }
    lines.add(rest);
    return lines;
  }

  /** {@return the length of the longest start that fits, at least one character} */
  private static int fitting(String text, int width) {
    int end = 0;
    int used = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      used += Math.max(0, WCWidth.wcwidth(point));
      if (used > width && end > 0) {
        break;
      }
      end += Character.charCount(point);
    }
    return end;
  }

  /** Returns wrapped lines; those after the first are indented like the first one's words. */
  static String paragraph(int width, String first, String words) {
    StringBuilder lines = new StringBuilder();
    String indent = first;
    for (String line : wrap(words, Math.max(1, width - first.length()))) {
      lines.append(indent).append(line).append('\n');
      indent = " ".repeat(first.length());
    }
    return lines.toString();
  }

  /** {@return the lines} */
  @Override
  public String toString() {
    return text.toString();
  }
}
