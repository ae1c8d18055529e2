package io.github.brazeaudience.cli.show;

import io.github.brazeaudience.cli.output.Printable;
import java.util.ArrayList;
import java.util.List;

/** Table of text whose cells are wrapped, for a terminal of {@value #WIDTH} columns. */
final class Table {
  static final int WIDTH = 80;
  private static final String INDENT = "  ";

  private final int[] widths;
  private final StringBuilder text = new StringBuilder();

  /**
   * Creates an empty table.
   *
   * @param widths the width of each column
   */
  Table(int... widths) {
    this.widths = widths.clone();
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
        out.append(part).append(" ".repeat(Math.max(0, widths[i] - part.length() + 1)));
      }
      text.append(out.toString().stripTrailing()).append('\n');
    }
  }

  /** Breaks after a space or a comma if there is one, otherwise anywhere. */
  static List<String> wrap(String cell, int width) {
    List<String> lines = new ArrayList<>();
    String rest = cell;
    while (rest.length() > width) {
      int space = Math.max(rest.lastIndexOf(' ', width), rest.lastIndexOf(',', width - 1) + 1);
      int end = space > 0 ? space : width;
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  /** Returns wrapped lines; those after the first are indented like the first one's words. */
  static String paragraph(String first, String words) {
    StringBuilder lines = new StringBuilder();
    String indent = first;
    for (String line : wrap(words, WIDTH - first.length())) {
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
