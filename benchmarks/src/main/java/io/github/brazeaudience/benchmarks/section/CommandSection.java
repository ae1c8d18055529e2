package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.process.ServerEndpoint;
import io.github.brazeaudience.benchmarks.report.Goal;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Measures the CPU time of the command line, started by the script of the distribution. */
public final class CommandSection implements Section {
  private static final String JAR = "apps/cli/target/braze-audience.jar";
  private static final String SCRIPT = "apps/cli/src/main/distribution/bin/braze-audience";
  private static final String SMALL_HEAP = "-Xmx64m";
  private static final double[] TARGET_SECONDS = {2.2, 6};
  private static final double TARGET_SMALL_HEAP = 1.08;
  private static final int ARCHIVE_SECONDS = 300;
  private static final Pattern ARCHIVE = Pattern.compile(".*\\.(jsa|aot)");

  /** What the shell's {@code times} prints for the children: user and system time. */
  private static final Pattern TIMES = Pattern.compile("(\\d+)m([0-9.]+)s (\\d+)m([0-9.]+)s\\s*$");

  @Override
  public String name() {
    return "command";
  }

  @Override
  public void run(BenchmarkContext context, Report report) throws Exception {
    report.heading("Command line");
    if (!Files.exists(context.project().resolve(JAR))) {
      report.paragraph("**Skipped**: `%s` does not exist.".formatted(JAR));
      return;
    }
    report.paragraph(
        String.format(
            Locale.ROOT,
            """
            `bin/braze-audience forward --rate off --outcomes … --summary … users.ndjson` with its class archive: the CPU time and the elapsed
            time of the process, medians of %d runs that take turns with those with `-Xmx64m`.\
            """,
            context.size().command().rounds()));
    Path script = install(context);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < context.size().command().users().size(); i++) {
      measure(context, script, i, rows, report);
    }
    report.table(List.of("users", "file MB", "JVM options", "CPU s", "elapsed s", "users/s"), rows);
  }

  /** Unpacks the distribution, and waits until its first run has written the class archive. */
  private static Path install(BenchmarkContext context) throws IOException, InterruptedException {
    Path home = context.directory().resolve("distribution");
    Path script = home.resolve("bin/braze-audience");
    Files.createDirectories(script.getParent());
    Files.createDirectories(home.resolve("lib"));
    Files.copy(context.project().resolve(SCRIPT), script);
    Files.copy(context.project().resolve(JAR), home.resolve("lib/braze-audience.jar"));
    Path file = context.directory().resolve("users.ndjson");
    write(file, 1);
    try (WatchService created = home.getFileSystem().newWatchService()) {
      home.resolve("lib").register(created, StandardWatchEventKinds.ENTRY_CREATE);
      run(context, script, file, "");
      awaitArchive(created);
    }
    return script;
  }

  /** Waits for the archive, which appears in the directory under its name when it is complete. */
  private static void awaitArchive(WatchService created) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ARCHIVE_SECONDS);
    while (true) {
      WatchKey key = created.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (key == null) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT, "no class archive was written within %d s", ARCHIVE_SECONDS));
      }
      if (key.pollEvents().stream().anyMatch(event -> isArchive(event.context()))) {
        return;
      }
      key.reset();
    }
  }

  private static boolean isArchive(@Nullable Object file) {
    return file != null && ARCHIVE.matcher(file.toString()).matches();
  }

  private static void measure(
      BenchmarkContext context, Path script, int index, List<List<String>> rows, Report report)
      throws IOException, InterruptedException {
    int users = context.size().command().users().get(index);
    Path file = context.directory().resolve("users.ndjson");
    write(file, users);
    List<Run> plain = new ArrayList<>();
    List<Run> small = new ArrayList<>();
    for (int round = 0; round < context.size().command().rounds(); round++) {
      plain.add(run(context, script, file, ""));
      small.add(run(context, script, file, SMALL_HEAP));
    }
    rows.add(row(users, file, "", plain));
    rows.add(row(users, file, SMALL_HEAP, small));
    String suffix = ", %s users".formatted(Numbers.count(users));
    if (index < TARGET_SECONDS.length) {
      report.goal(
          Goal.atMost("command line: CPU seconds" + suffix, TARGET_SECONDS[index], cpu(plain)));
    }
    if (index == TARGET_SECONDS.length - 1) {
      report.goal(
          Goal.atMost(
              "command line: CPU, -Xmx64m vs. default" + suffix,
              TARGET_SMALL_HEAP,
              cpu(small) / cpu(plain)));
    }
  }

  /** CPU time and elapsed time of a run. */
  private record Run(double cpuSeconds, double seconds) {}

  private static double cpu(List<Run> runs) {
    return Numbers.median(runs.stream().map(Run::cpuSeconds).toList());
  }

  private static List<String> row(int users, Path file, String options, List<Run> runs)
      throws IOException {
    double seconds = Numbers.median(runs.stream().map(Run::seconds).toList());
    return List.of(
        Numbers.count(users),
        Numbers.count(Files.size(file) / 1_000_000.0),
        options.isEmpty() ? "" : "`" + options + "`",
        Numbers.ratio(cpu(runs)),
        Numbers.ratio(seconds),
        Numbers.rounded(users / seconds));
  }

  private static Run run(BenchmarkContext context, Path script, Path file, String jvmOptions)
      throws IOException, InterruptedException {
    Path output = context.directory().resolve("output");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" && times", "sh"));
    command.addAll(List.of("sh", script.toString(), "forward"));
    command.addAll(
        List.of(
            "--rest-endpoint", "http://127.0.0.1:" + context.server().port(ServerEndpoint.HTTP)));
    command.addAll(
        List.of("--rate", "off", "--outcomes", context.directory().resolve("outcomes").toString()));
    command.addAll(
        List.of("--summary", context.directory().resolve("summary").toString(), file.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(context.directory().resolve("err").toFile())
            .redirectOutput(output.toFile());
    builder.environment().put("BRAZE_REST_API_KEY", "key");
    builder.environment().put("BRAZE_AUDIENCE_OPTS", jvmOptions);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    long start = System.nanoTime();
    int exit = builder.start().waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    Matcher times = TIMES.matcher(Files.readString(output));
    if (exit != 0 || !times.find()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the command line exited with %d: %s",
              exit,
              Files.readString(context.directory().resolve("err"))));
    }
    return new Run(
        seconds(times.group(1), times.group(2)) + seconds(times.group(3), times.group(4)), seconds);
  }

  private static double seconds(String minutes, String seconds) {
    return Integer.parseInt(minutes) * 60 + Double.parseDouble(seconds);
  }

  private static void write(Path file, int users) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (int i = 0; i < users; i++) {
        out.write(
            String.format(
                Locale.ROOT,
                """
            {"identities":{"customer_id":"user-%1$d","email":"user-%1$d@example.com"},"member_of":[{"id":11001,"name":"Possible Parisians 0"},{"id":11002,"name":"Possible Parisians 1"},{"id":11003,"name":"Possible Parisians 2"}]}
            """,
                10_000_000 + i));
      }
    }
  }
}
