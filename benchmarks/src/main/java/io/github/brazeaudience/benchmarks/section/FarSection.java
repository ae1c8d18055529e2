package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.Child;
import io.github.brazeaudience.benchmarks.process.Door;
import io.github.brazeaudience.benchmarks.report.Goal;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.run.FarRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The default settings against a server that is as far away as Braze and has its limit. */
public final class FarSection implements Section {
  private static final int WINDOW_SECONDS = 3;
  private static final double BRAZE_REQUESTS_PER_SECOND = 1_000;
  private static final double WANTED_SHARE = 0.9;
  private static final double WANTED_CORES = 0.5;

  @Override
  public String name() {
    return "far";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    long refusedBefore = lab.server().refused();
    JsonNode result;
    try (Child child =
        Child.java(
            List.of(), FarRun.class, lab.server().port(Door.FAR), lab.size().far().toSeconds())) {
      result = child.answer();
    }
    long refused = lab.server().refused() - refusedBefore;
    List<Double> starts = new ArrayList<>();
    result.get("starts").forEach(count -> starts.add(count.asDouble()));
    double coresLater = result.get("coresLater").asDouble();

    report.heading("As far away as Braze");
    report.paragraph(
        String.format(
            Locale.ROOT,
            """
        The server answers after 150 ms and takes 3,000 requests in any 3 s. The library has its default settings. In %d s it
        forwarded %s users; %s of %s requests were refused. At the end %d requests could be under way at once. It
        used %s of a core from the tenth second on, and %s over the whole run, compilation included.""",
            lab.size().far().toSeconds(),
            Numbers.count(result.get("accepted").asDouble()),
            Numbers.count((double) refused),
            Numbers.count(starts.stream().mapToDouble(Double::doubleValue).sum()),
            result.get("inFlight").asInt(),
            Numbers.ratio(coresLater),
            Numbers.ratio(result.get("cores").asDouble())));
    report.paragraph(
        "Requests started in each second: "
            + starts.stream().map(Numbers::count).collect(Collectors.joining(" · ")));
    double share = leastAfterTenSeconds(starts) / BRAZE_REQUESTS_PER_SECOND;
    report.goal(
        Goal.atLeast(
            "of 1,000 requests/s from the tenth second on, over 3 s", WANTED_SHARE, share));
    report.goal(
        Goal.atMost(
            "cores at the speed of Braze's limit, from the tenth second on",
            WANTED_CORES,
            coresLater));
  }

  /** The mean of the worst three seconds in a row. */
  private static double leastAfterTenSeconds(List<Double> starts) {
    double least = Double.MAX_VALUE;
    int first = Math.min(10, starts.size()) - WINDOW_SECONDS;
    for (int from = Math.max(0, first); from + WINDOW_SECONDS <= starts.size(); from++) {
      double sum = 0;
      for (double count : starts.subList(from, from + WINDOW_SECONDS)) {
        sum += count;
      }
      least = Math.min(least, sum / WINDOW_SECONDS);
    }
    return least == Double.MAX_VALUE ? 0 : least;
  }
}
