package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.Child;
import io.github.brazeaudience.benchmarks.process.Door;
import io.github.brazeaudience.benchmarks.report.Goal;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.run.MemoryRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A long stream in a small heap. */
public final class MemorySection implements Section {
  private static final double MEBIBYTE = 1 << 20;
  private static final double WANTED_FLATNESS = 1.2;

  /**
   * What is in use differs with the moment; several moments stand for the beginning and the end.
   */
  private static final int MOMENTS = 20;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    JsonNode result;
    try (Child child =
        Child.java(
            List.of("-Xmx64m"),
            MemoryRun.class,
            lab.server().port(Door.HTTP),
            lab.size().streamed())) {
      result = child.answer();
    }
    List<Double> used = new ArrayList<>();
    result.get("used").forEach(bytes -> used.add(bytes.asDouble() / MEBIBYTE));
    int moments = Math.min(MOMENTS, used.size() / 2);
    double beginning = Numbers.median(used.subList(0, moments));
    double end = Numbers.median(used.subList(used.size() - moments, used.size()));

    report.heading("Memory");
    report.paragraph(
        String.format(
            Locale.ROOT,
            """
        %s users through `forwardAll` with `-Xmx64m` and default settings, the limiter off, in %s s. At each percent of the way
        the heap is collected and what is left is noted: %s MiB over the first %d of them, %s MiB over the last.""",
            Numbers.count(lab.size().streamed()),
            Numbers.count(result.get("nanos").asDouble() / 1e9),
            Numbers.ratio(beginning),
            moments,
            Numbers.ratio(end)));
    report.goal(
        Goal.atMost(
            "heap at the end of a long stream of that at its beginning, -Xmx64m",
            WANTED_FLATNESS,
            end / beginning));
  }
}
