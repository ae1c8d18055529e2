package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.Child;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.run.QueueRun;
import java.util.List;

/** The queue for single updates. */
public final class QueueSection implements Section {
  private static final double MICROSECOND = 1_000;
  private static final double MILLISECOND = 1_000_000;

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    JsonNode result;
    try (Child child =
        Child.java(
            List.of(),
            QueueRun.class,
            lab.size().queue().updates(),
            lab.size().queue().requests())) {
      result = child.answer();
    }
    report.heading("The queue");
    report.paragraph(
        """
        `AudienceQueue` in front of a transport that answers at once. One thread submits %s updates as fast as they are taken. Then ten
        are submitted and their request is awaited, %s times; the time is taken from the first `submit` to the transport, less the
        linger of 20 ms."""
            .formatted(
                Numbers.count(lab.size().queue().updates()),
                Numbers.count(result.get("requests").asDouble())));
    report.table(
        List.of("", ""),
        List.of(
            List.of("time for an update", micros(result.get("cost").get("nanosPerUpdate"))),
            List.of("CPU for an update", micros(result.get("cost").get("cpuNanosPerUpdate"))),
            List.of("beyond the linger, median", millis(result.get("lateMedianNanos"))),
            List.of("beyond the linger, p99", millis(result.get("lateP99Nanos")))));
  }

  private static String micros(JsonNode nanos) {
    return Numbers.ratio(nanos.asDouble() / MICROSECOND) + " µs";
  }

  private static String millis(JsonNode nanos) {
    return Numbers.ratio(nanos.asDouble() / MILLISECOND) + " ms";
  }
}
