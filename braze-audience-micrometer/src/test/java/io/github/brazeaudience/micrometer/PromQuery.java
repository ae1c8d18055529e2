package io.github.brazeaudience.micrometer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics and labels that a PromQL expression uses. */
final class PromQuery {
  private static final Pattern METRIC = Pattern.compile("\\b(braze_\\w+)(?:\\{([^}]*)\\})?");
  private static final Pattern MATCHER =
      Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");

  private final Map<String, Set<String>> labels = new LinkedHashMap<>();
  private final List<LabelValue> values = new ArrayList<>();

  /** A value that a selector compares a label with. */
  record LabelValue(String label, String value) {}

  private PromQuery(String expression) {
    Matcher metric = METRIC.matcher(expression);
    while (metric.find()) {
      Set<String> used = labels.computeIfAbsent(metric.group(1), it -> new TreeSet<>());
      Matcher matcher = MATCHER.matcher(metric.group(2) == null ? "" : metric.group(2));
      while (matcher.find()) {
        used.add(matcher.group(1));
        for (String value : matcher.group(2).split("\\|", -1)) {
          values.add(new LabelValue(matcher.group(1), value));
        }
      }
    }
    // Each of our expressions groups all of its metrics by the same labels.
    GROUPING
        .matcher(expression)
        .results()
        .forEach(
            by -> labels.values().forEach(it -> it.addAll(List.of(by.group(1).split(", ", -1)))));
  }

  static PromQuery of(String expression) {
    return new PromQuery(expression);
  }

  /** Returns the labels that are used with each metric. */
  Map<String, Set<String>> labels() {
    return labels;
  }

  List<LabelValue> values() {
    return values;
  }
}
