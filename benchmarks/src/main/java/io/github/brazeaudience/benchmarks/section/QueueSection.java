package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.ChildProcess;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.run.QueueRun;
import java.util.List;

/** Measures the cost and the delay of the queue. */
public final class QueueSection implements Section {
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
            context.size().queue().requests())) {
      result = child.readResponse();
    }
    report.heading("Queue");
    report.paragraph(
        """
        `AudienceQueue` with a transport that responds immediately. First, one thread submits %s updates without pause. Then it submits
        ten updates and waits for their request, %s times. The delay is the time from the first `submit` to the start of the request,
        minus the linger of 20 ms.\
        """
            .formatted(
                Numbers.count(context.size().queue().updates()),
                Numbers.count(result.get("requests").asDouble())));
    report.table(
        List.of("", ""),
        List.of(
            List.of("time per update", micros(result.get("cost").get("nanosPerUpdate"))),
            List.of("CPU per update", micros(result.get("cost").get("cpuNanosPerUpdate"))),
            List.of("delay after the linger, median", millis(result.get("delayMedianNanos"))),
            List.of("delay after the linger, p99", millis(result.get("delayP99Nanos")))));
  }

  private static String micros(JsonNode nanos) {
    return Numbers.ratio(nanos.asDouble() / MICROSECOND) + " µs";
  }

  private static String millis(JsonNode nanos) {
    return Numbers.ratio(nanos.asDouble() / MILLISECOND) + " ms";
  }
}
