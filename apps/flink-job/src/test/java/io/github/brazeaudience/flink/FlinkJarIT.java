package io.github.brazeaudience.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.testing.FakeBraze;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the job jar with only the libraries of a cluster on the class path. */
class FlinkJarIT {
  private static final Path JAR = Path.of(System.getProperty("flink.jar"));
  private static final long PATIENCE_MINUTES = 3;

  /** What the jar has to bring along. */
  private static final List<String> OURS =
      List.of(
          "brazeaudience",
          "braze-audience",
          "okhttp",
          "okio",
          "moshi",
          "kotlin",
          "jackson-core",
          "picocli");

  @Test
  void jar_hasWhatTheJobNeeds_andNothingOfFlinkOrOfTests() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(Object::toString).toList();
      assertThat(names)
          .contains(
              "io/github/brazeaudience/cli/input/LineReader.class",
              "io/github/brazeaudience/AudienceForwarder.class",
              "okhttp3/OkHttpClient.class")
          .noneMatch(it -> it.startsWith("org/apache/flink/"))
          .noneMatch(it -> it.startsWith("io/github/brazeaudience/testing/"));
    }
  }

  @Test
  void jar_runsAJob(@TempDir Path directory) throws Exception {
    Path input = Files.createDirectory(directory.resolve("input"));
    Files.writeString(
        input.resolve("users.ndjson"),
        """
        {"identities":{"customer_id":"u-1"},"member_of":[{"id":1}]}
        {"identities":{"customer_id":"u-1"},"entered":[{"id":2}]}
        {"identities":{"customer_id":"u-2"},"entered":[{"id":2}]}
        no JSON
        """);
    try (FakeBraze braze = FakeBraze.start()) {
      Path output = directory.resolve("output.txt");
      int code = run(output, braze.port(), directory);
      assertThat(code).as(Files.readString(output)).isZero();
      assertThat(braze.profile("u-1").orElseThrow().attributes())
          .isEqualTo(Map.of("SegmentMembership", "'1','2'"));
    }
    assertThat(rejected(directory.resolve("rejected")))
        .hasSize(2)
        .anyMatch(it -> it.contains("\"NEEDS_FULL_MEMBERSHIP\""))
        .anyMatch(it -> it.contains("\"MALFORMED_INPUT\"") && it.endsWith("\"line\":\"no JSON\"}"));
  }

  private static int run(Path output, int port, Path directory)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of(System.getProperty("flink.opens").split(" ")));
    command.addAll(List.of("-cp", JAR + File.pathSeparator + flink()));
    command.add(AudienceJob.class.getName());
    command.add("--rest-endpoint=http://127.0.0.1:" + port);
    command.add("--checkpoint-interval=200ms");
    for (String option : List.of("input", "rejected", "checkpoints")) {
      command.add(
          String.format(
              Locale.ROOT, "--%s=%s", option, TestCluster.uri(directory.resolve(option))));
    }
    Process job =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(job.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
      return job.exitValue();
    } finally {
      job.destroyForcibly();
    }
  }

  /** The class path of this test without the classes of the jar. */
  private static String flink() {
    return String.join(
        File.pathSeparator,
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(it -> it.endsWith(".jar"))
            .filter(it -> OURS.stream().noneMatch(it::contains))
            .toList());
  }

  private static List<String> rejected(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }
}
