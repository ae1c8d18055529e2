package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.process.Door;
import io.github.brazeaudience.benchmarks.report.BarChart;
import io.github.brazeaudience.benchmarks.report.BarChart.Bar;
import io.github.brazeaudience.benchmarks.report.Goal;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Users over loopback, by each contender, round by round. */
public final class PushSection implements Section {
  /** Braze's public ceiling: 1,000 requests a second, each with 75 users. */
  static final int BRAZE_USERS_PER_SECOND = 75_000;

  private static final double WANTED_OF_FLOOR = 0.9;
  private static final double WANTED_CORES = 0.5;

  @Override
  public String name() {
    return "push";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    Size.Push push = lab.size().push();
    report.heading("Users over loopback");
    report.paragraph(
        String.format(
            Locale.ROOT,
            """
        Each contender is a process; they push %s users each, in %d rounds that go round among them, after %d rounds that
        are not counted (peers that are much slower push a tenth, after two such rounds). `library` and `floor` do it %d times,
        with new processes, because two processes of one program may differ by a tenth; the others run beside the first
        of these. The numbers are medians. Every body has 75 users in three audiences, as a string.
        `library` makes updates, forwards them with `forwardAll` and takes an outcome for each, its limiter off. `floor` is
        OkHttp with `TCP_NODELAY`, one blocking call after the other on as many threads as requests are under way; a bare Moshi
        `JsonWriter` writes its bodies from ready strings, and it does nothing with the answers. The bytes are the same.
        `ready` is the floor with bodies that were made before. CPU is that of the whole process, so *cores* is what is used of
        processors at 75,000 users a second, which is all that Braze's limit of 1,000 requests a second lets through.""",
            Numbers.count((double) push.rounds() * push.users()),
            push.rounds(),
            push.warmUps(),
            push.forks()));
    leftOut(lab, report);
    List<List<Bar>> bars = new ArrayList<>();
    int most = 1;
    for (int inFlight : push.inFlight()) {
      Race race =
          new Race(lab, Door.HTTP, inFlight).with("library", "floor").beside("ready", "jdk");
      bars.add(run(race.besidePeers(), report));
      most = inFlight;
    }
    bars.add(run(new Race(lab, Door.TLS, most).with("library", "floor").beside("jdk"), report));
    bars.add(run(new Race(lab, Door.HTTP2, most).with("library", "floor").beside("jdk"), report));
    report.plot(
        "Users a second over loopback, by each contender",
        BarChart.of("Users a second over loopback", bars));
  }

  private static void leftOut(Lab lab, Report report) throws IOException {
    List<String> titles =
        Peer.of(lab).stream().filter(peer -> !peer.isInstalled()).map(Peer::title).toList();
    if (!titles.isEmpty()) {
      report.paragraph(
          "**Left out**, because not installed here: %s. `benchmarks/run` installs them with Maven and npm."
              .formatted(String.join("; ", titles)));
    }
  }

  private static List<Bar> run(Race race, Report report) throws IOException {
    List<Result> results = race.run();
    report.paragraph("**" + race.title() + "**");
    report.table(
        List.of("", "users/s", "of the floor", "CPU µs/user", "cores", "bytes/user"),
        results.stream().map(result -> result.row(results)).toList());
    goals(race, results, report);
    return results.stream().map(result -> result.bar(race.title())).toList();
  }

  private static void goals(Race race, List<Result> results, Report report) {
    Result library = results.get(0);
    if (race.door() == Door.HTTP) {
      report.goal(
          Goal.atLeast(
              "users/s of the floor's, " + race.title(),
              WANTED_OF_FLOOR,
              library.ofFloor(results)));
    }
    if (race.inFlight() > 1) {
      double cores = library.cores();
      report.goal(
          new Goal(
              "more than Braze's ceiling with less than half a core, " + race.title(),
              "> 75,000 users/s, < 0.5 cores",
              "%s users/s, %s cores"
                  .formatted(Numbers.rounded(library.usersPerSecond()), Numbers.ratio(cores)),
              library.usersPerSecond() > BRAZE_USERS_PER_SECOND && cores < WANTED_CORES));
    }
  }
}
