package io.github.brazeaudience.benchmarks;

import io.github.brazeaudience.benchmarks.process.ServerProcess;
import io.github.brazeaudience.benchmarks.report.Machine;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.section.BenchmarkContext;
import io.github.brazeaudience.benchmarks.section.Section;
import io.github.brazeaudience.benchmarks.section.Size;
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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Runs the benchmark sections and writes a part of the page. */
public final class Main {
  private Main() {}

  /**
   * Writes a part of the page.
   *
   * @param args the root of the checkout, the page, and optionally {@code comparison} for that part
   *     or {@code large} for a store with many more users, and the names of the sections to run
   */
  public static void main(String[] args) throws Exception {
    List<String> requested = new ArrayList<>(Arrays.asList(args).subList(2, args.length));
    Part part =
        requested.remove("comparison")
            ? Part.comparison(Size.comparison())
            : Part.goals(requested.remove("large") ? Size.large() : Size.goals());
    List<String> names = part.sections().stream().map(Section::name).toList();
    if (!names.containsAll(requested)) {
      System.err.println("unknown section in " + requested + "; this part has " + names);
      System.exit(2);
    }
    List<Section> sections =
        part.sections().stream()
            .filter(section -> requested.isEmpty() || requested.contains(section.name()))
            .toList();
    System.err.println(
        write(
            Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath(), part, sections));
    System.exit(0);
  }

  /** Runs all sections of a part. */
  static void write(Path project, Path page, Part part) throws Exception {
    write(project, page, part, part.sections());
  }

  private static String write(Path project, Path page, Part part, List<Section> sections)
      throws Exception {
    long start = System.nanoTime();
    double load = Machine.load();
    Report report = new Report();
    List<String> durations = new ArrayList<>();
    Path directory = Files.createTempDirectory("benchmarks");
    try (ServerProcess server = ServerProcess.start(directory)) {
      BenchmarkContext context = new BenchmarkContext(project, directory, server, part.size());
      for (Section section : sections) {
        long sectionStart = System.nanoTime();
        section.run(context, report);
        long seconds = Duration.ofNanos(System.nanoTime() - sectionStart).toSeconds();
        System.err.println(section.name() + " took " + seconds + " s");
        durations.add(section.name() + " " + seconds + " s");
      }
    } finally {
      delete(directory);
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    String introduction =
        resource(part.introduction())
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                Machine.description(),
                Numbers.ratio(load),
                Numbers.ratio(Machine.load()),
                duration.toMinutes() + 1,
                String.join(", ", durations));
    return report.write(
        page, part.heading(), part.heading() + "\n\n" + introduction, resource(part.conclusion()));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Main.class.getResourceAsStream(name), name + " is missing")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
