package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.cli.report.ReasonSamples.Message;
import io.github.brazeaudience.cli.report.ReasonSamples.Sample;
import io.github.brazeaudience.outcome.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Views of the reasons for which updates were not accepted. */
final class Problems {
  private Problems() {}

  static List<Map<String, Object>> of(ReasonSamples samples) {
    List<Map<String, Object>> problems = new ArrayList<>();
    samples
        .all()
        .forEach(
            (kind, reasons) ->
                reasons.forEach((reason, sample) -> problems.add(view(kind, reason, sample))));
    return problems;
  }

  /** {@return true if some outcomes of these kinds are of lines of an input} */
  static boolean hasLines(ReasonSamples samples, OutcomeKind... kinds) {
    return Arrays.stream(kinds)
        .map(kind -> samples.all().getOrDefault(kind, Map.of()))
        .flatMap(reasons -> reasons.values().stream())
        .flatMap(sample -> sample.messages().stream())
        .anyMatch(message -> !message.lines().isEmpty());
  }

  private static Map<String, Object> view(OutcomeKind kind, Reason reason, Sample sample) {
    return Map.of(
        "id", (kind + "-" + reason).toLowerCase(Locale.ROOT).replace('_', '-'),
        "reason", reason.name(),
        "kind", kind.title().toLowerCase(Locale.ROOT),
        "count", count(sample.count()),
        "advice", InlineCode.html(Advice.of(reason)),
        "messages", sample.messages().stream().map(Problems::view).toList());
  }

  private static Map<String, Object> view(Message message) {
    return Map.of(
        "count",
        count(message.count()),
        "text",
        InlineCode.html(message.text()),
        "lines",
        lines(message));
  }

  /** The first lines by file, such as {@code users.ndjson: 3, 17 ...}. */
  private static String lines(Message message) {
    String lines =
        message.lines().stream()
            .collect(
                Collectors.groupingBy(
                    InputLine::file,
                    LinkedHashMap::new,
                    Collectors.mapping(
                        line -> String.valueOf(line.line()), Collectors.joining(", "))))
            .entrySet()
            .stream()
            .map(file -> file.getKey() + ": " + file.getValue())
            .collect(Collectors.joining("; "));
    boolean more = message.count() > message.lines().size() && !lines.isEmpty();
    return more ? lines + " ..." : lines;
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
