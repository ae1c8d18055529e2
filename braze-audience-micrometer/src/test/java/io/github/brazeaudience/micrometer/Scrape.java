package io.github.brazeaudience.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.outcome.Reason;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus reads after runs that produce every meter. */
final class Scrape {
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(braze_\\w+)\\{(.*)\\} \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "operation", words(BrazeOperation.values()),
          "reason", words(Reason.values()),
          "outcome", Set.of("accepted", "unchanged", "rejected", "unconfirmed", "not_sent"),
          "forwarder", Set.of("$forwarder"));

  private static final Scrape AFTER_FAULTS = new Scrape();

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, Set<String>> labels = new TreeMap<>();

  private Scrape() {
    FaultyRun.allIn(registry);
    Matcher sample = SAMPLE.matcher(registry.scrape());
    while (sample.find()) {
      Set<String> known = labels.computeIfAbsent(sample.group(1), it -> new TreeSet<>());
      LABEL.matcher(sample.group(2)).results().forEach(it -> known.add(it.group(1)));
    }
  }

  /** Returns the scrape after all runs with faults; they run once. */
  static Scrape afterFaults() {
    return AFTER_FAULTS;
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Checks that a query uses only metrics, labels and values that exist. */
  void check(String expression) {
    PromQuery query = PromQuery.of(expression);
    assertThat(query.labels()).as(expression).isNotEmpty();
    query
        .labels()
        .forEach(
            (metric, used) -> {
              assertThat(labels).as(expression).containsKey(metric);
              assertThat(labels.get(metric)).as("labels of %s", metric).containsAll(used);
            });
    assertThat(query.values())
        .as(expression)
        .allSatisfy(
            it ->
                assertThat(it.value())
                    .satisfiesAnyOf(
                        value -> assertThat(VALUES.get(it.label())).contains(value),
                        value -> assertThat(value).isEqualTo(TagValues.NONE)));
  }

  private static Set<String> words(Enum<?>[] constants) {
    return new TreeSet<>(Arrays.stream(constants).map(TagValues::of).toList());
  }
}
