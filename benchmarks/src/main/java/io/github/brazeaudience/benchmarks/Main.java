package io.github.brazeaudience.benchmarks;

import io.github.brazeaudience.benchmarks.process.ServerProcess;
import io.github.brazeaudience.benchmarks.report.Machine;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.section.BodySection;
import io.github.brazeaudience.benchmarks.section.CommandSection;
import io.github.brazeaudience.benchmarks.section.FarSection;
import io.github.brazeaudience.benchmarks.section.Lab;
import io.github.brazeaudience.benchmarks.section.MemorySection;
import io.github.brazeaudience.benchmarks.section.PushSection;
import io.github.brazeaudience.benchmarks.section.QueueSection;
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

/** Measures everything and writes the report. */
public final class Main {
  private static final List<Section> SECTIONS =
      List.of(
          new BodySection(),
          new PushSection(),
          new FarSection(),
          new MemorySection(),
          new CommandSection(),
          new QueueSection(),
          new StoreSection());

  private Main() {}

  /**
   * Measures.
   *
   * @param args the root of the checkout, the file for the report, and what is wanted: {@code
   *     quick} for a first look, names of sections for these alone
   */
  public static void main(String[] args) throws Exception {
    List<String> wanted = new ArrayList<>(Arrays.asList(args).subList(2, args.length));
    Size size = wanted.remove("quick") ? Size.quick() : Size.full();
    List<String> names = SECTIONS.stream().map(Section::name).toList();
    if (!names.containsAll(wanted)) {
      System.err.println("sections are " + names + "; \"quick\" is a size");
      System.exit(2);
    }
    List<Section> sections =
        SECTIONS.stream()
            .filter(section -> wanted.isEmpty() || wanted.contains(section.name()))
            .toList();
    System.err.println(
        write(
            Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath(), size, sections));
    System.exit(0);
  }

  /** Measures all of it, for a test. */
  static void write(Path project, Path file, Size size) throws Exception {
    write(project, file, size, SECTIONS);
  }

  private static String write(Path project, Path file, Size size, List<Section> sections)
      throws Exception {
    long before = System.nanoTime();
    double load = Machine.load();
    Report report = new Report();
    List<List<String>> times = new ArrayList<>();
    Path directory = Files.createTempDirectory("benchmarks");
    try (ServerProcess server = ServerProcess.start(directory)) {
      Lab lab = new Lab(project, directory, server, size);
      for (Section section : sections) {
        long begun = System.nanoTime();
        section.run(lab, report);
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        System.err.println(section.name() + " took " + seconds + " s");
        times.add(List.of(section.name(), Numbers.count((double) seconds)));
      }
    } finally {
      delete(directory);
    }
    report.heading("How long the measuring took");
    report.table(List.of("section", "seconds"), times);
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    String introduction =
        prose("introduction.md")
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                size.name(),
                Machine.description(),
                Numbers.ratio(load),
                took.toMinutes() + 1);
    return report.write(file, introduction, prose("profiles.md"));
  }

  private static String prose(String name) throws IOException {
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
