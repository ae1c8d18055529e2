package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.process.Child;
import io.github.brazeaudience.benchmarks.process.Door;
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

/** The command line: a file in, a report out. */
public final class CommandSection implements Section {
  private static final String JAR = "apps/cli/target/braze-audience.jar";
  private static final double WANTED_OF_FLOOR = 0.6;

  @Override
  public String name() {
    return "command";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    report.heading("The command line");
    if (!Files.exists(lab.project().resolve(JAR))) {
      report.paragraph("**Left out**, because `%s` is not built.".formatted(JAR));
      return;
    }
    report.paragraph(
        """
        `java -jar braze-audience.jar forward --rate off --outcomes … --summary … users.ndjson`, from the start of the process to its
        end. The floor is a JVM that has just started too, and pushes as many users from ready strings with 16 requests in flight;
        only the push is counted.""");
    List<List<String>> rows = new ArrayList<>();
    for (int users : lab.size().command().users()) {
      rows.add(measured(lab, users, report));
    }
    report.table(
        List.of("users", "file MB", "command line s", "users/s", "`floor` s", "of the floor"),
        rows);
  }

  private static List<String> measured(Lab lab, int users, Report report)
      throws IOException, InterruptedException {
    Path file = lab.directory().resolve("users.ndjson");
    write(file, users);
    List<Double> command = new ArrayList<>();
    List<Double> floor = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < lab.size().command().rounds(); round++) {
      command.add(command(lab, file));
      floor.add(floor(lab, users));
      ratios.add(floor.get(round) / command.get(round));
    }
    double ratio = Numbers.median(ratios);
    report.goal(
        Goal.atLeast(
            "command line, users/s of the floor's, %s users".formatted(Numbers.count(users)),
            WANTED_OF_FLOOR,
            ratio));
    return List.of(
        Numbers.count(users),
        Numbers.count(Files.size(file) / 1_000_000.0),
        Numbers.ratio(Numbers.median(command)),
        Numbers.rounded(users / Numbers.median(command)),
        Numbers.ratio(Numbers.median(floor)),
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

  private static double command(Lab lab, Path file) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Child.javaProgram(), "-jar", lab.project().resolve(JAR).toString()));
    command.addAll(
        List.of("forward", "--rest-endpoint", "http://127.0.0.1:" + lab.server().port(Door.HTTP)));
    command.addAll(
        List.of("--rate", "off", "--outcomes", lab.directory().resolve("outcomes").toString()));
    command.addAll(
        List.of("--summary", lab.directory().resolve("summary").toString(), file.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(lab.directory().resolve("err").toFile());
    builder.environment().put("BRAZE_REST_API_KEY", "key");
    long before = System.nanoTime();
    int exit = builder.start().waitFor();
    double seconds = (System.nanoTime() - before) / 1e9;
    if (exit != 0) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the command line ended with %d: %s",
              exit,
              Files.readString(lab.directory().resolve("err"))));
    }
    return seconds;
  }

  private static double floor(Lab lab, int users) throws IOException {
    try (Child child =
        Child.java(
            List.of(),
            PushClient.class,
            "floor",
            "http",
            lab.server().port(Door.HTTP),
            lab.server().certificate(),
            16)) {
      return child.ask(Integer.toString(users)).get("nanos").asDouble() / 1e9;
    }
  }
}
