package io.github.brazeaudience.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Formats numbers and calculates medians. */
public final class Numbers {
  private Numbers() {}

  /** Formats a number with two decimals. */
  public static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Formats an integer with thousands separators. */
  public static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** Formats an integer with three significant digits. */
  public static String rounded(double value) {
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(value)) - 2));
    return count(Math.round(value / unit) * unit);
  }

  /** Formats a signed percentage. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%+.0f %%", share * 100);
  }

  public static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
