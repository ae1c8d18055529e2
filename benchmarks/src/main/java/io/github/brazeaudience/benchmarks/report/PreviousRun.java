package io.github.brazeaudience.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The measured values of the goals on an existing page, by goal name. */
final class PreviousRun {
  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,]*(\\.[0-9]+)?");

  private final Map<String, String> measured = new HashMap<>();

  /** Reads the page; the result is empty if the file does not exist. */
  static PreviousRun of(Path page) throws IOException {
    PreviousRun run = new PreviousRun();
    if (Files.exists(page)) {
      for (String line : Files.readAllLines(page, StandardCharsets.UTF_8)) {
        List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
        if (cells.size() > 3 && cells.get(2).matches("[≥≤>].*")) {
          run.measured.put(cells.get(1), cells.get(3));
        }
      }
    }
    return run;
  }

  boolean isEmpty() {
    return measured.isEmpty();
  }

  /** Returns the previous value and the difference, or an empty string without a previous value. */
  String compare(Goal goal) {
    String previous = measured.get(goal.name());
    return previous == null
        ? ""
        : "%s (%s)".formatted(previous, Numbers.percent(difference(previous, goal.measured())));
  }

  /** Describes the largest difference of a ratio. */
  String largestDifference(List<Goal> goals) {
    double largest = 0;
    String name = "none";
    for (Goal goal : goals) {
      String previous = measured.get(goal.name());
      double difference =
          previous == null || !goal.isRatio() ? 0 : difference(previous, goal.measured());
      if (Math.abs(difference) > Math.abs(largest)) {
        largest = difference;
        name = goal.name();
      }
    }
    return "The largest difference of a ratio from the previous run is %s (%s)."
        .formatted(Numbers.percent(largest), name);
  }

  private static double difference(String previous, String current) {
    return number(current) / number(previous) - 1;
  }

  private static double number(String value) {
    Matcher number = NUMBER.matcher(value);
    if (!number.find()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "no number in \"%s\"; delete the page and run again", value));
    }
    return Double.parseDouble(number.group().replace(",", ""));
  }
}
