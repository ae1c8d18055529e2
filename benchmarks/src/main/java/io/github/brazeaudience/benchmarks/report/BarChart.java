package io.github.brazeaudience.benchmarks.report;

import java.util.List;

/** Renders a horizontal bar chart as SVG. */
public final class BarChart {
  private static final int LABELS = 250;
  private static final int BARS = 420;
  private static final int VALUES = 90;
  private static final int ROW = 22;
  private static final int GAP = 12;
  private static final int TOP = 30;

  private BarChart() {}

  /**
   * A bar.
   *
   * @param label the text to the left of the bar
   * @param value the length of the bar
   * @param library true for a bar of the library, which has another color
   */
  public record Bar(String label, double value, boolean library) {}

  /** Renders groups of bars with a common scale. */
  public static String of(String title, List<List<Bar>> groups) {
    double longest = groups.stream().flatMap(List::stream).mapToDouble(Bar::value).max().orElse(1);
    StringBuilder body = new StringBuilder();
    int y = TOP + GAP;
    for (List<Bar> group : groups) {
      for (Bar bar : group) {
        int length = (int) Math.max(1, Math.round(bar.value() / longest * BARS));
        body.append(Svg.text(LABELS - 8, y + 15, "end", bar.label()))
            .append(Svg.rectangle(LABELS, y + 3, length, ROW - 6, bar.library()))
            .append(Svg.text(LABELS + length + 6, y + 15, "start", Numbers.rounded(bar.value())));
        y += ROW;
      }
      y += GAP;
    }
    return Svg.page(LABELS + BARS + VALUES, y, title, body.toString());
  }
}
