package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.ChildProcess;
import io.github.brazeaudience.benchmarks.process.ServerEndpoint;
import io.github.brazeaudience.benchmarks.report.Goal;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.run.MemoryRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures the heap usage of a long stream in a small heap. */
public final class MemorySection implements Section {
  private static final double MEBIBYTE = 1 << 20;
  private static final double TARGET_GROWTH = 1.2;

  /** Heap usage fluctuates, so the start and the end are medians of this number of samples. */
  private static final int SAMPLES = 20;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void run(BenchmarkContext context, Report report) throws Exception {
    JsonNode result;
    try (ChildProcess child =
        ChildProcess.startJava(
            List.of("-Xmx64m"),
            MemoryRun.class,
            context.server().port(ServerEndpoint.HTTP),
            context.size().streamed())) {
      result = child.readResponse();
    }
    List<Double> used = new ArrayList<>();
    result.get("used").forEach(bytes -> used.add(bytes.asDouble() / MEBIBYTE));
    int samples = Math.min(SAMPLES, used.size() / 2);
    double start = Numbers.median(used.subList(0, samples));
    double end = Numbers.median(used.subList(used.size() - samples, used.size()));

    report.heading("Memory");
    report.paragraph(
        String.format(
            Locale.ROOT,
            """
        %s users through `forwardAll` with `-Xmx64m` and the default settings, without rate limiting, in %s s. The heap usage is
        measured after a garbage collection at each percent of the stream. The median of the first %d samples is %s MiB, the median of
        the last %d is %s MiB.\
        """,
            Numbers.count(context.size().streamed()),
            Numbers.count(result.get("nanos").asDouble() / 1e9),
            samples,
            Numbers.ratio(start),
            samples,
            Numbers.ratio(end)));
    report.goal(
        Goal.atMost(
            "heap at the end of a long stream vs. its start, -Xmx64m", TARGET_GROWTH, end / start));
  }
}
