package io.github.brazeaudience.examples.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A project under {@code src/it/consumers} as Maven has resolved and compiled it. */
record Consumer(Path target) {

  /** What a program did. */
  record Run(int exit, String output) {}

  static Consumer of(String name) {
    return new Consumer(Path.of(System.getProperty("consumers"), name, "target"));
  }

  /** The libraries at run time, in the order of the class path. */
  List<String> libraries() throws IOException {
    return Arrays.stream(classPath().split(File.pathSeparator))
        .map(it -> Path.of(it).getFileName().toString())
        .toList();
  }

  /** Runs the program in a JVM that has nothing but the consumer's own class path. */
  Run run(String authority, String key) throws IOException, InterruptedException {
    Path output = target.resolve("output.txt");
    var java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            target.resolve("classes") + File.pathSeparator + classPath(),
            "Forward",
            authority);
    java.environment().put("BRAZE_REST_API_KEY", key);
    Process process = java.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS))
          .as("program ended within a minute")
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private String classPath() throws IOException {
    return Files.readString(target.resolve("class-path.txt"), StandardCharsets.UTF_8).strip();
  }
}
