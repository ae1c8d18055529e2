package io.github.brazeaudience.benchmarks;

import io.github.brazeaudience.benchmarks.process.ServerProcess;
import io.github.brazeaudience.benchmarks.report.Machine;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.section.BenchmarkContext;
import io.github.brazeaudience.benchmarks.section.BodySection;
import io.github.brazeaudience.benchmarks.section.CommandSection;
import io.github.brazeaudience.benchmarks.section.MemorySection;
import io.github.brazeaudience.benchmarks.section.PushSection;
import io.github.brazeaudience.benchmarks.section.QueueSection;
import io.github.brazeaudience.benchmarks.section.RateLimitSection;
import io.github.brazeaudience.benchmarks.section.Section;
import io.github.brazeaudience.benchmarks.section.Size;
import io.github.brazeaudience.benchmarks.section.StoreSection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Runs the benchmark sections and writes the report. */
public final class Main {
  private static final List<Section> SECTIONS =
      List.of(
          new BodySection(),
          new PushSection(),
          new RateLimitSection(),
          new MemorySection(),
          new CommandSection(),
          new QueueSection(),
          new StoreSection());

  private Main() {}

  /**
   * Runs the sections.
   *
   * @param args the root of the checkout, the report file, and optionally {@code quick} for a short
   *     run and the names of the sections to run
   */
  public static void main(String[] args) throws Exception {
    List<String> requested = new ArrayList<>(Arrays.asList(args).subList(2, args.length));
    Size size = requested.remove("quick") ? Size.quick() : Size.full();
    List<String> names = SECTIONS.stream().map(Section::name).toList();
    if (!names.containsAll(requested)) {
      System.err.println(
          "unknown section in " + requested + "; use \"quick\" or names from " + names);
      System.exit(2);
    }
    List<Section> sections =
        SECTIONS.stream()
            .filter(section -> requested.isEmpty() || requested.contains(section.name()))
            .toList();
    System.err.println(
        write(
            Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath(), size, sections));
    System.exit(0);
  }

  /** Runs all sections. */
  static void write(Path project, Path file, Size size) throws Exception {
    write(project, file, size, SECTIONS);
  }

  private static String write(Path project, Path file, Size size, List<Section> sections)
      throws Exception {
    long start = System.nanoTime();
    double load = Machine.load();
    Report report = new Report();
    List<List<String>> durations = new ArrayList<>();
    Path directory = Files.createTempDirectory("benchmarks");
    try (ServerProcess server = ServerProcess.start(directory)) {
      BenchmarkContext context = new BenchmarkContext(project, directory, server, size);
      for (Section section : sections) {
        long sectionStart = System.nanoTime();
        section.run(context, report);
        long seconds = Duration.ofNanos(System.nanoTime() - sectionStart).toSeconds();
        System.err.println(section.name() + " took " + seconds + " s");
        durations.add(List.of(section.name(), Numbers.count((double) seconds)));
      }
    } finally {
      delete(directory);
    }
    report.heading("Duration of each section");
    report.table(List.of("section", "seconds"), durations);
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    String introduction =
        resource("introduction.md")
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                size.name(),
                Machine.description(),
                Numbers.ratio(load),
                duration.toMinutes() + 1);
    return report.write(file, introduction, resource("profiles.md"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Main.class.getResourceAsStream(name), name + " is missing")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
