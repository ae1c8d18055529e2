package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.ChildProcess;
import io.github.brazeaudience.benchmarks.process.ServerEndpoint;
import io.github.brazeaudience.benchmarks.report.Goal;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.run.RateLimitedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Measures the default settings with a server that has Braze's latency and rate limit. */
public final class RateLimitSection implements Section {
  private static final int WINDOW_SECONDS = 3;
  private static final double BRAZE_REQUESTS_PER_SECOND = 1_000;
  private static final double TARGET_SHARE = 0.9;
  private static final double TARGET_CORES = 0.5;

  @Override
  public String name() {
    return "rate-limit";
  }

  @Override
  public void run(BenchmarkContext context, Report report) throws Exception {
    long throttledBefore = context.server().throttled();
    JsonNode result;
    try (ChildProcess child =
        ChildProcess.startJava(
            List.of(),
            RateLimitedRun.class,
            context.server().port(ServerEndpoint.RATE_LIMITED),
            context.size().rateLimit().toSeconds())) {
      result = child.readResponse();
    }
    long throttled = context.server().throttled() - throttledBefore;
    List<Double> starts = new ArrayList<>();
    result.get("starts").forEach(count -> starts.add(count.asDouble()));
    double coresAfterWarmUp = result.get("coresAfterWarmUp").asDouble();

    report.heading("Braze's latency and rate limit");
    report.paragraph(
        String.format(
            Locale.ROOT,
            """
        The server responds after 150 ms and accepts 3,000 requests in any 3 s. The library has its default settings. In %d s it
        forwarded %s users; %s of %s requests got 429. At the end the limit of requests in flight was %d. After the first 10 s the
        process used %s cores, and %s over the whole run including compilation.\
        """,
            context.size().rateLimit().toSeconds(),
            Numbers.count(result.get("accepted").asDouble()),
            Numbers.count((double) throttled),
            Numbers.count(starts.stream().mapToDouble(Double::doubleValue).sum()),
            result.get("inFlight").asInt(),
            Numbers.ratio(coresAfterWarmUp),
            Numbers.ratio(result.get("cores").asDouble())));
    report.paragraph(
        "Requests started in each second: "
            + starts.stream().map(Numbers::count).collect(Collectors.joining(" · ")));
    double share = lowestRate(starts) / BRAZE_REQUESTS_PER_SECOND;
    report.goal(
        Goal.atLeast("share of 1,000 requests/s after 10 s, worst 3 s", TARGET_SHARE, share));
    report.goal(
        Goal.atMost("cores at Braze's rate limit after 10 s", TARGET_CORES, coresAfterWarmUp));
  }

  /** Returns the lowest rate of a 3 s window that ends in the tenth second or later. */
  private static double lowestRate(List<Double> starts) {
    double lowest = Double.MAX_VALUE;
    int first = Math.min(10, starts.size()) - WINDOW_SECONDS;
    for (int from = Math.max(0, first); from + WINDOW_SECONDS <= starts.size(); from++) {
      double sum = 0;
      for (double count : starts.subList(from, from + WINDOW_SECONDS)) {
        sum += count;
      }
      lowest = Math.min(lowest, sum / WINDOW_SECONDS);
    }
    return lowest == Double.MAX_VALUE ? 0 : lowest;
  }
}
