package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.process.ServerEndpoint;
import io.github.brazeaudience.benchmarks.report.Goal;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares the library with the baseline over loopback, with few and with many in flight. */
public final class PushSection implements Section {
  private static final double TARGET_CPU = 1.4;
  private static final double TARGET_SWITCHES = 2;
  private static final double TARGET_SERIAL = 0.2;
  private static final int TARGET_BYTES = 450;
  private static final double TARGET_SPEED_ONE = 0.8;
  private static final double TARGET_SPEED_MANY = 0.6;
  private static final int GROWTH_ROUNDS = 4;

  @Override
  public String name() {
    return "push";
  }

  @Override
  public void run(BenchmarkContext context, Report report) throws Exception {
    Size.Push size = context.size().push();
    report.heading("Push");
    report.paragraph(
        String.format(
            Locale.ROOT,
            """
        `library` and `baseline` are one process each. They take turns, %d rounds of %s users after %d rounds to warm up, and each ratio
        is the median over the rounds. Both create their users while they push, with 75 users in three audiences per request. `library`
        creates updates, forwards them with `forwardAll` and gets an outcome for each, without rate limiting. `baseline` writes the same
        bytes with Moshi's `JsonWriter` and sends them with OkHttp, one blocking call per thread; it looks only at the status. CPU time
        is that of the process, with the compilers and the collector.\
        """,
            size.rounds(),
            Numbers.count(size.users()),
            size.warmUps()));
    List<List<String>> rows = new ArrayList<>();
    for (int inFlight : List.of(16, 1)) {
      List<PushResult> results =
          comparison(context, inFlight).withOneProcess("library", "baseline").run();
      results.forEach(result -> rows.add(row(inFlight, result, results)));
      goals(report, inFlight, results);
    }
    report.table(
        List.of(
            "in flight",
            "",
            "users/s",
            "vs. baseline",
            "CPU µs/user",
            "vs. baseline",
            "bytes/user",
            "switches/request"),
        rows);
    growth(context, report);
  }

  private static PushComparison comparison(BenchmarkContext context, int inFlight) {
    return new PushComparison(context, ServerEndpoint.HTTP, inFlight);
  }

  private static List<String> row(int inFlight, PushResult result, List<PushResult> results) {
    return List.of(
        Integer.toString(inFlight),
        "`" + result.contender() + "`",
        Numbers.rounded(result.usersPerSecond()),
        Numbers.ratio(result.vsBaseline(results)),
        Numbers.ratio(result.cpuMicros()),
        Numbers.ratio(result.cpuVsBaseline(results)),
        Numbers.count(result.allocated()),
        Numbers.ratio(result.switches()));
  }

  private static void goals(Report report, int inFlight, List<PushResult> results) {
    PushResult library = results.get(0);
    String suffix = ", " + inFlight + " in flight";
    report.goal(
        Goal.atLeast(
            "users/s vs. baseline" + suffix,
            inFlight == 1 ? TARGET_SPEED_ONE : TARGET_SPEED_MANY,
            library.vsBaseline(results)));
    if (inFlight == 1) {
      return;
    }
    report.goal(
        Goal.atMost(
            "CPU per user vs. baseline" + suffix, TARGET_CPU, library.cpuVsBaseline(results)));
    report.goal(
        Goal.atMost("thread switches per request" + suffix, TARGET_SWITCHES, library.switches()));
    report.goal(
        Goal.atMost(
            "share of the samples inside the serial executor" + suffix,
            TARGET_SERIAL,
            library.serialShare()));
    double own = library.allocated() - library.callerBytesPerUser();
    report.goal(
        new Goal(
            "allocated bytes per user beyond the caller's update",
            "≤ " + TARGET_BYTES,
            Numbers.count(own),
            own <= TARGET_BYTES));
  }

  private static void growth(BenchmarkContext context, Report report) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    Size.Push size = context.size().push();
    for (int inFlight : size.inFlight()) {
      PushResult library =
          comparison(context, inFlight)
              .withRounds(size.warmUps() / 2, Math.min(GROWTH_ROUNDS, size.rounds()))
              .withOneProcess("library")
              .run()
              .get(0);
      rows.add(
          List.of(
              Integer.toString(inFlight),
              Numbers.rounded(library.usersPerSecond()),
              Numbers.ratio(library.cpuMicros()),
              Numbers.count(library.allocated()),
              Numbers.ratio(library.switches())));
    }
    report.table(
        List.of("requests in flight", "users/s", "CPU µs/user", "bytes/user", "switches/request"),
        rows);
  }
}
