package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.ChildProcess;
import io.github.brazeaudience.benchmarks.report.Goal;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.run.QueueRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures the cost and the delay of the queue. */
public final class QueueSection implements Section {
  private static final double TARGET_SPEED = 1.5;
  private static final double MICROSECOND = 1_000;
  private static final double MILLISECOND = 1_000_000;

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public void run(BenchmarkContext context, Report report) throws Exception {
    JsonNode result;
    try (ChildProcess child =
        ChildProcess.startJava(
            List.of(),
            QueueRun.class,
            context.size().queue().updates(),
            context.size().queue().requests(),
            context.size().queue().rounds())) {
      result = child.readResponse();
    }
    report.heading("Queue");
    report.paragraph(
        """
        `AudienceQueue` with a transport that responds immediately. In each of %s rounds, some threads submit %s updates without pause.
        Then one thread submits ten updates and waits for their request, %s times: the delay is the time from the first `submit` to the
        start of the request, minus the linger of 20 ms.\
        """
            .formatted(
                Numbers.count(context.size().queue().rounds()),
                Numbers.count(context.size().queue().updates()),
                Numbers.count(result.get("requests").asDouble())));
    JsonNode costs = result.get("costs");
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> producers : costs.properties()) {
      rows.add(
          List.of(
              producers.getKey(),
              micros(median(producers.getValue(), "nanos")),
              micros(median(producers.getValue(), "cpuNanos")),
              Numbers.ratio(speed(costs, producers.getKey()))));
    }
    report.table(List.of("threads", "time per update", "CPU per update", "updates/s vs. 1"), rows);
    report.goal(Goal.atLeast("queue: updates/s, 8 threads vs. 1", TARGET_SPEED, speed(costs, "8")));
    report.table(
        List.of("", ""),
        List.of(
            List.of("delay after the linger, median", millis(result.get("delayMedianNanos"))),
            List.of("delay after the linger, p99", millis(result.get("delayP99Nanos")))));
  }

  /** The throughput of some threads divided by that of one, as the median over the rounds. */
  private static double speed(JsonNode costs, String producers) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < costs.get(producers).size(); round++) {
      double alone = costs.get("1").get(round).get("nanos").asDouble();
      ratios.add(alone / costs.get(producers).get(round).get("nanos").asDouble());
    }
    return Numbers.median(ratios);
  }

  private static double median(JsonNode costs, String field) {
    List<Double> values = new ArrayList<>();
    costs.forEach(cost -> values.add(cost.get(field).asDouble()));
    return Numbers.median(values);
  }

  private static String micros(double nanos) {
    return Numbers.ratio(nanos / MICROSECOND) + " µs";
  }

  private static String millis(JsonNode nanos) {
    return Numbers.ratio(nanos.asDouble() / MILLISECOND) + " ms";
  }
}
