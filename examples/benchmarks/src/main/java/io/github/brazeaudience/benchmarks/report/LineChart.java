package io.github.brazeaudience.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values over time, as SVG. */
public final class LineChart {
  private static final int LEFT = 70;
  private static final int TOP = 40;
  private static final int WIDTH = 620;
  private static final int HEIGHT = 220;
  private static final int MARGIN = 40;
  private static final int LINES = 4;

  private LineChart() {}

  /** A line through values at equal distances, with a scale from 0 to the top. */
  public static String of(String title, String below, List<Double> values, double top) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i <= LINES; i++) {
      int y = TOP + HEIGHT - i * HEIGHT / LINES;
      body.append(Svg.line(LEFT, y, LEFT + WIDTH, y))
          .append(Svg.text(LEFT - 8, y + 4, "end", Numbers.count(top * i / LINES)));
    }
    String points =
        IntStream.range(0, values.size())
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + (double) i * WIDTH / Math.max(1, values.size() - 1),
                        TOP + HEIGHT - values.get(i) / top * HEIGHT))
            .collect(Collectors.joining(" "));
    body.append(Svg.polyline(points))
        .append(Svg.text(LEFT + WIDTH / 2, TOP + HEIGHT + 24, "middle", below));
    return Svg.page(LEFT + WIDTH + MARGIN, TOP + HEIGHT + MARGIN, title, body.toString());
  }
}
