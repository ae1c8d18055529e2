package io.github.brazeaudience.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Numbers as they are shown, and what stands for several of them. */
public final class Numbers {
  private Numbers() {}

  /** A ratio, with two decimals. */
  public static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** A count, in groups of three digits. */
  public static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** A count to three digits, because more would be pretence. */
  public static String rounded(double value) {
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(value)) - 2));
    return count(Math.round(value / unit) * unit);
  }

  /** A difference, with its sign. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%+.0f %%", share * 100);
  }

  /** The one in the middle. */
  public static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
