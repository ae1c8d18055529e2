package io.github.brazeaudience.benchmarks.report;

import java.util.Locale;

/** SVG elements of the plots. */
final class Svg {
  private static final String LIBRARY_COLOR = "#2f6f4f";
  private static final String OTHER_COLOR = "#a9b8b0";

  private Svg() {}

  static String page(int width, int height, String title, String body) {
    return String.format(
        Locale.ROOT,
        """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
    <rect width="100%%" height="100%%" fill="#ffffff"/>
    <text x="12" y="20" font-size="14" font-weight="bold">%s</text>
    %s</svg>
    """,
        width,
        height,
        escaped(title),
        body);
  }

  static String text(int x, int y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
        x,
        y,
        anchor,
        escaped(text));
  }

  static String rectangle(int x, int y, int width, int height, boolean library) {
    return String.format(
        Locale.ROOT,
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n",
        x,
        y,
        width,
        height,
        library ? LIBRARY_COLOR : OTHER_COLOR);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
