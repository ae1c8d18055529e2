package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.process.ChildProcess;
import io.github.brazeaudience.benchmarks.process.ServerEndpoint;
import io.github.brazeaudience.benchmarks.push.PushClient;
import io.github.brazeaudience.benchmarks.report.Goal;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures the command line with a file of users. */
public final class CommandSection implements Section {
  private static final String JAR = "apps/cli/target/braze-audience.jar";
  private static final double TARGET_RATIO = 0.6;

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
        """
        `java -jar braze-audience.jar forward --rate off --outcomes … --summary … users.ndjson`, measured from the start of the process to its
        exit. The baseline is a new JVM that pushes the same number of users from prepared strings with 16 requests in flight; only the
        push is measured.\
        """);
    List<List<String>> rows = new ArrayList<>();
    for (int users : context.size().command().users()) {
      rows.add(measured(context, users, report));
    }
    report.table(
        List.of("users", "file MB", "command line s", "users/s", "`baseline` s", "vs. baseline"),
        rows);
  }

  private static List<String> measured(BenchmarkContext context, int users, Report report)
      throws IOException, InterruptedException {
    Path file = context.directory().resolve("users.ndjson");
    write(file, users);
    List<Double> command = new ArrayList<>();
    List<Double> baseline = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < context.size().command().rounds(); round++) {
      command.add(command(context, file));
      baseline.add(baseline(context, users));
      ratios.add(baseline.get(round) / command.get(round));
    }
    double ratio = Numbers.median(ratios);
    report.goal(
        Goal.atLeast(
            "command line: users/s vs. baseline, %s users".formatted(Numbers.count(users)),
            TARGET_RATIO,
            ratio));
    return List.of(
        Numbers.count(users),
        Numbers.count(Files.size(file) / 1_000_000.0),
        Numbers.ratio(Numbers.median(command)),
        Numbers.rounded(users / Numbers.median(command)),
        Numbers.ratio(Numbers.median(baseline)),
        Numbers.ratio(ratio));
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

  private static double command(BenchmarkContext context, Path file)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(ChildProcess.javaCommand(), "-jar", context.project().resolve(JAR).toString()));
    command.addAll(
        List.of(
            "forward",
            "--rest-endpoint",
            "http://127.0.0.1:" + context.server().port(ServerEndpoint.HTTP)));
    command.addAll(
        List.of("--rate", "off", "--outcomes", context.directory().resolve("outcomes").toString()));
    command.addAll(
        List.of("--summary", context.directory().resolve("summary").toString(), file.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(context.directory().resolve("err").toFile());
    builder.environment().put("BRAZE_REST_API_KEY", "key");
    long start = System.nanoTime();
    int exit = builder.start().waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (exit != 0) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the command line exited with %d: %s",
              exit,
              Files.readString(context.directory().resolve("err"))));
    }
    return seconds;
  }

  private static double baseline(BenchmarkContext context, int users) throws IOException {
    try (ChildProcess child =
        ChildProcess.startJava(
            List.of(),
            PushClient.class,
            "baseline",
            "http",
            context.server().port(ServerEndpoint.HTTP),
            context.server().certificate(),
            16)) {
      return child.request(Integer.toString(users)).get("nanos").asDouble() / 1e9;
    }
  }
}
