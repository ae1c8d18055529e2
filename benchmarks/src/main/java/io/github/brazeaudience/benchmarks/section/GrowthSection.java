package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.ChildProcess;
import io.github.brazeaudience.benchmarks.report.Goal;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.run.GrowthRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures how the cost of a user grows with the users, their audiences and the open calls. */
public final class GrowthSection implements Section {
  private static final double TARGET_FLAT = 1.2;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public void run(BenchmarkContext context, Report report) throws Exception {
    JsonNode measured;
    try (ChildProcess child =
        ChildProcess.startJava(List.of(), GrowthRun.class, context.size().growth())) {
      measured = child.readResponse();
    }
    report.heading("Growth");
    report.paragraph(
        """
        Without a network, on one thread, in one process. Bytes and CPU time are per user, and per call in the last table; both contain
        what the caller does. Bytes hardly depend on the machine. The streams with distinct audiences contain the first use of each.\
        """);
    table(report, "users of a stream, 3 audiences each", measured.get("users"));
    table(report, "audiences of a user, as an array", measured.get("audiences"));
    table(
        report,
        "distinct audiences, one attribute per segment, 3 per user",
        measured.get("distinct"));
    table(report, "open calls of `forwardAsync` with one user each", measured.get("calls"));
    goals(report, measured);
  }

  private static void table(Report report, String title, JsonNode costs) {
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> cost : costs.properties()) {
      rows.add(
          List.of(
              Numbers.count(Double.parseDouble(cost.getKey())),
              Numbers.count(bytes(cost.getValue())),
              Numbers.ratio(cost.getValue().get("cpuNanos").asDouble() / 1_000)));
    }
    report.table(List.of(title, "bytes", "CPU µs"), rows);
  }

  private static void goals(Report report, JsonNode measured) {
    flat(report, "bytes per user, 33 audiences vs. 30, array", measured.get("audiences"), 33, 30);
    flat(
        report,
        "bytes per user, 100,000 distinct audiences vs. 20,000",
        measured.get("distinct"),
        100_000,
        20_000);
    flat(
        report,
        "bytes per call, 10,000 open calls vs. 1,000",
        measured.get("calls"),
        10_000,
        1_000);
  }

  private static void flat(Report report, String name, JsonNode costs, int many, int few) {
    if (costs.has(Integer.toString(many))) {
      double ratio =
          bytes(costs.get(Integer.toString(many))) / bytes(costs.get(Integer.toString(few)));
      report.goal(Goal.atMost(name, TARGET_FLAT, ratio));
    }
  }

  private static double bytes(JsonNode cost) {
    return cost.get("bytes").asDouble();
  }
}
