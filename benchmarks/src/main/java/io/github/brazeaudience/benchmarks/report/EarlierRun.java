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

/** The goals of a page that was written before, by name. */
final class EarlierRun {
  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,]*(\\.[0-9]+)?");

  private final Map<String, String> measured = new HashMap<>();

  /** Those of this page, none if there is no such file. */
  static EarlierRun of(Path page) throws IOException {
    EarlierRun run = new EarlierRun();
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

  /** What was measured then and how far that is from now, empty if it was not. */
  String beside(Goal goal) {
    String then = measured.get(goal.name());
    return then == null
        ? ""
        : "%s (%s)".formatted(then, Numbers.percent(difference(then, goal.measured())));
  }

  /** The largest difference of a ratio, in words. */
  String largestDifference(List<Goal> goals) {
    double largest = 0;
    String where = "none";
    for (Goal goal : goals) {
      String then = measured.get(goal.name());
      double difference = then == null || !goal.isRatio() ? 0 : difference(then, goal.measured());
      if (Math.abs(difference) > Math.abs(largest)) {
        largest = difference;
        where = goal.name();
      }
    }
    return "Beside the earlier run the largest difference of a ratio is %s (%s)."
        .formatted(Numbers.percent(largest), where);
  }

  private static double difference(String then, String now) {
    return number(now) / number(then) - 1;
  }

  private static double number(String words) {
    Matcher number = NUMBER.matcher(words);
    if (!number.find()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "\"%s\" has no number; delete the page", words));
    }
    return Double.parseDouble(number.group().replace(",", ""));
  }
}
