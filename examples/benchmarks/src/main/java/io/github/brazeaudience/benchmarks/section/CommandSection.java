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

/** The command line: a file in, a report out. */
public final class CommandSection implements Section {
  private static final String JAR = "examples/forward-cli/target/braze-audience-forward.jar";
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
    Path file = lab.directory().resolve("users.ndjson");
    write(file, lab.size().command().users());
    List<Double> command = new ArrayList<>();
    List<Double> floor = new ArrayList<>();
    List<Double> ratio = new ArrayList<>();
    for (int round = 0; round < lab.size().command().rounds(); round++) {
      command.add(command(lab, file));
      floor.add(floor(lab));
      ratio.add(floor.get(round) / command.get(round));
    }
    report.paragraph(
        """
        `java -jar braze-audience-forward.jar --rate off --outcomes … --summary … users.ndjson` with %s users (%s MB), from the start of
        the process to its end. The floor is a JVM that has just started too, and pushes as many users from ready strings with 16
        requests in flight; only the push is counted."""
            .formatted(
                Numbers.count(lab.size().command().users()),
                Numbers.count(Files.size(file) / 1_000_000.0)));
    report.table(
        List.of("", "seconds", "users/s"),
        List.of(
            row("command line", command, lab.size().command().users()),
            row("`floor`, just started", floor, lab.size().command().users())));
    report.goal(
        Goal.atLeast(
            "command line, users/s of the floor's", WANTED_OF_FLOOR, Numbers.median(ratio)));
  }

  private static List<String> row(String name, List<Double> seconds, int users) {
    double median = Numbers.median(seconds);
    return List.of(name, Numbers.ratio(median), Numbers.rounded(users / median));
  }

  private static void write(Path file, int users) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (int i = 0; i < users; i++) {
        out.write(
            """
            {"identities":{"customer_id":"user-%1$d","email":"user-%1$d@example.com"},"member_of":[{"id":11001,"name":"Possible Parisians 0"},{"id":11002,"name":"Possible Parisians 1"},{"id":11003,"name":"Possible Parisians 2"}]}
            """
                .formatted(10_000_000 + i));
      }
    }
  }

  private static double command(Lab lab, Path file) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Child.javaProgram(), "-jar", lab.project().resolve(JAR).toString()));
    command.addAll(List.of("--rest-endpoint", "http://127.0.0.1:" + lab.server().port(Door.HTTP)));
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
          "the command line ended with %d: %s"
              .formatted(exit, Files.readString(lab.directory().resolve("err"))));
    }
    return seconds;
  }

  private static double floor(Lab lab) throws IOException {
    try (Child child =
        Child.java(
            List.of(),
            PushClient.class,
            "floor",
            "http",
            lab.server().port(Door.HTTP),
            lab.server().certificate(),
            16)) {
      return child.ask(Integer.toString(lab.size().command().users())).get("nanos").asDouble()
          / 1e9;
    }
  }
}
