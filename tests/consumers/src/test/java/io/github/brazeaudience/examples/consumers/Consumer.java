package io.github.brazeaudience.examples.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Project under {@code src/it/consumers} that Maven has resolved and compiled. */
record Consumer(Path target) {

  static final Path JDK = Path.of(System.getProperty("java.home"));

  /** Result of a program. */
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
    return run(JDK, List.of("-cp", path(), "Forward"), authority, key);
  }

  /** The consumer's own classes and libraries, as a class path or module path. */
  String path() throws IOException {
    return target.resolve("classes") + File.pathSeparator + classPath();
  }

  /** Runs a program in the JVM of a runtime. */
  Run run(Path runtime, List<String> arguments, String authority, String key)
      throws IOException, InterruptedException {
    Path output = target.resolve("output.txt");
    List<String> command = new ArrayList<>(List.of(runtime.resolve("bin/java").toString()));
    command.addAll(arguments);
    command.add(authority);
    var java = new ProcessBuilder(command);
    java.environment().put("BRAZE_REST_API_KEY", key);
    Process process = java.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the program ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private String classPath() throws IOException {
    return Files.readString(target.resolve("class-path.txt"), StandardCharsets.UTF_8).strip();
  }
}
