package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.process.ServerEndpoint;
import io.github.brazeaudience.benchmarks.report.BarChart;
import io.github.brazeaudience.benchmarks.report.BarChart.Bar;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures the throughput of each contender over loopback. */
public final class ClientsSection implements Section {
  /** Braze's default rate limit: 1,000 requests a second with 75 users each. */
  static final int BRAZE_USERS_PER_SECOND = 75_000;

  @Override
  public String name() {
    return "clients";
  }

  @Override
  public void run(BenchmarkContext context, Report report) throws Exception {
    Size.Push push = context.size().push();
    report.heading("Throughput over loopback");
    report.paragraph(
        String.format(
            Locale.ROOT,
            """
        Each contender is a process. The contenders take turns: each pushes %s users in %d rounds, after %d warm-up rounds. Slow peers
        push a tenth of the users, after two warm-up rounds. `library` and `baseline` repeat this in %d processes each, because two
        processes of one program can differ by 10 %%; all others have one process. All values are medians. Every body has 75 users in
        three audiences, in the string mode.

        - `library` creates updates, forwards them with `forwardAll` and gets an outcome for each, without rate limiting.
        - `baseline` makes blocking calls with OkHttp and `TCP_NODELAY`, on one thread per request in flight. It encodes the bodies from
          prepared strings with Moshi's `JsonWriter` and ignores the response bodies. It sends the same bytes as the library.
        - `prepared` is the baseline with bodies that are encoded in advance.
        - `jdk` is the JDK's HTTP client with the encoding of the baseline.

        *CPU* is the CPU time of the whole process. *Cores* is the CPU usage at 75,000 users a second, which is Braze's limit of 1,000
        requests a second.\
        """,
            Numbers.count((double) push.rounds() * push.users()),
            push.rounds(),
            push.warmUps(),
            push.forks()));
    reportSkippedPeers(context, report);
    List<List<Bar>> bars = new ArrayList<>();
    int most = 1;
    for (int inFlight : push.inFlight()) {
      PushComparison comparison =
          new PushComparison(context, ServerEndpoint.HTTP, inFlight)
              .withForks("library", "baseline")
              .withOneProcess("prepared", "jdk")
              .withPeers();
      bars.add(run(comparison, report));
      most = inFlight;
    }
    for (ServerEndpoint endpoint : List.of(ServerEndpoint.TLS, ServerEndpoint.HTTP2)) {
      PushComparison comparison =
          new PushComparison(context, endpoint, most)
              .withForks("library", "baseline")
              .withOneProcess("jdk");
      bars.add(run(comparison, report));
    }
    report.plot(
        "Users per second over loopback, by contender",
        BarChart.of("Users per second over loopback", bars));
  }

  private static void reportSkippedPeers(BenchmarkContext context, Report report)
      throws IOException {
    List<String> titles =
        Peer.of(context).stream().filter(peer -> !peer.isInstalled()).map(Peer::title).toList();
    if (!titles.isEmpty()) {
      report.paragraph(
          "**Skipped**, because they are not installed: %s. `benchmarks/run` installs them with Maven and npm."
              .formatted(String.join("; ", titles)));
    }
  }

  private static List<Bar> run(PushComparison comparison, Report report) throws IOException {
    List<PushResult> results = comparison.run();
    report.paragraph("**" + comparison.title() + "**");
    report.table(
        List.of("", "users/s", "vs. baseline", "CPU µs/user", "cores", "bytes/user"),
        results.stream().map(result -> result.row(results)).toList());
    return results.stream().map(result -> result.bar(comparison.title())).toList();
  }
}
