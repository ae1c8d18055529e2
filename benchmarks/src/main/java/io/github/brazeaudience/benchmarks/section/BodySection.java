package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.body.BodyBenchmark;
import io.github.brazeaudience.benchmarks.report.Goal;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Request bodies, by each JSON library, in each mode, with JMH. */
public final class BodySection implements Section {
  private static final List<String> CONTENDERS =
      List.of("library", "floor", "jackson", "gson", "moshi");
  private static final double WANTED_SPEED = 0.85;
  private static final double WANTED_BYTES = 1.25;

  /**
   * One measurement.
   *
   * @param usersPerSecond how many users are written
   * @param bytesPerUser what is allocated for each
   */
  private record Measured(double usersPerSecond, double bytesPerUser) {}

  @Override
  public String name() {
    return "bodies";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    report.heading("Making bodies");
    Size.Bodies size = lab.size().bodies();
    report.paragraph(
        String.format(
            Locale.ROOT,
            """
        JMH, one thread, bodies of 75 users that are in 1, 10 or 30 audiences. `library` is `PayloadBuilder` with all its rules and
        checks, from updates to the body. `floor` is a bare Moshi `JsonWriter` that writes the same bytes from ready
        strings into one array. `jackson` (databind), `gson` and `moshi` (adapter) write maps, made for each user. The speeds of `library` and
        `floor` are medians over %d processes each. Bytes are what is allocated for a user, by JMH's `gc` profiler.""",
            Math.max(1, size.forks())));
    Map<String, Measured> measured = measure(size);
    for (int audiences : size.audiences()) {
      List<List<String>> rows = new ArrayList<>();
      for (SendSegmentsAs mode : size.modes()) {
        rows.add(row(mode, audiences, measured));
      }
      report.paragraph(
          String.format(
              Locale.ROOT,
              "**Users in %d %s**",
              audiences,
              audiences == 1 ? "audience" : "audiences"));
      report.table(header(), rows);
    }
    goals(size, measured, report);
  }

  private static List<String> header() {
    List<String> header = new ArrayList<>();
    header.add("mode");
    header.add("`library` users/s");
    header.add("of the floor");
    header.add("bytes");
    header.add("× the floor");
    CONTENDERS.stream().skip(1).forEach(name -> header.add("`" + name + "` users/s, bytes"));
    return header;
  }

  private static List<String> row(
      SendSegmentsAs mode, int audiences, Map<String, Measured> measured) {
    Measured library = at(measured, "library", mode, audiences);
    Measured floor = at(measured, "floor", mode, audiences);
    List<String> row = new ArrayList<>();
    row.add("`" + mode + "`");
    row.add(Numbers.rounded(library.usersPerSecond()));
    row.add(Numbers.ratio(library.usersPerSecond() / floor.usersPerSecond()));
    row.add(Numbers.rounded(library.bytesPerUser()));
    row.add(Numbers.ratio(library.bytesPerUser() / floor.bytesPerUser()));
    for (String name : CONTENDERS.subList(1, CONTENDERS.size())) {
      Measured it = at(measured, name, mode, audiences);
      row.add(
          "%s, %s"
              .formatted(Numbers.rounded(it.usersPerSecond()), Numbers.rounded(it.bytesPerUser())));
    }
    return row;
  }

  private static void goals(Size.Bodies size, Map<String, Measured> measured, Report report) {
    for (int audiences : size.audiences()) {
      double slowest = Double.MAX_VALUE;
      double mostBytes = 0;
      for (SendSegmentsAs mode : size.modes()) {
        Measured library = at(measured, "library", mode, audiences);
        Measured floor = at(measured, "floor", mode, audiences);
        slowest = Math.min(slowest, library.usersPerSecond() / floor.usersPerSecond());
        mostBytes = Math.max(mostBytes, library.bytesPerUser() / floor.bytesPerUser());
      }
      String users = String.format(Locale.ROOT, "users in %d, the worst mode", audiences);
      report.goal(Goal.atLeast("bodies: users/s of the floor's, " + users, WANTED_SPEED, slowest));
      report.goal(Goal.atMost("bodies: bytes of the floor's, " + users, WANTED_BYTES, mostBytes));
    }
  }

  private static Measured at(
      Map<String, Measured> measured, String contender, SendSegmentsAs mode, int audiences) {
    Measured it = measured.get(key(contender, mode.name(), Integer.toString(audiences)));
    if (it == null) {
      throw new IllegalStateException("JMH did not measure " + contender + " in " + mode);
    }
    return it;
  }

  private static String key(String contender, String mode, String audiences) {
    return contender + " " + mode + " " + audiences;
  }

  private static Map<String, Measured> measure(Size.Bodies size) throws RunnerException {
    Map<String, Measured> measured = new TreeMap<>();
    measure(size, "(library|floor)", size.forks(), measured);
    measure(size, "(jackson|gson|moshi)", Math.min(1, size.forks()), measured);
    return measured;
  }

  private static void measure(
      Size.Bodies size, String methods, int forks, Map<String, Measured> measured)
      throws RunnerException {
    TimeValue iteration = TimeValue.milliseconds(size.iteration().toMillis());
    Options options =
        new OptionsBuilder()
            .include(BodyBenchmark.class.getName() + "\\." + methods)
            .param("mode", size.modes().stream().map(SendSegmentsAs::name).toArray(String[]::new))
            .param(
                "audiences", size.audiences().stream().map(String::valueOf).toArray(String[]::new))
            .forks(forks)
            .warmupIterations(size.warmUps())
            .warmupTime(iteration)
            .measurementIterations(size.iterations())
            .measurementTime(iteration)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .build();
    for (RunResult result : new Runner(options).run()) {
      String method = result.getParams().getBenchmark();
      measured.put(
          key(
              method.substring(method.lastIndexOf('.') + 1),
              result.getParams().getParam("mode"),
              result.getParams().getParam("audiences")),
          new Measured(
              result.getPrimaryResult().getStatistics().getPercentile(50),
              Objects.requireNonNull(
                      result.getSecondaryResults().get("gc.alloc.rate.norm"),
                      "what the profiler says")
                  .getScore()));
    }
  }
}
