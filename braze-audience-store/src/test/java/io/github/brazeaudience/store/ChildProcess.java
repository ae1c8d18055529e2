package io.github.brazeaudience.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Child JVM with the class path of this JVM. */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static ChildProcess start(Class<?> main, Path file) throws IOException {
    return start("-Xmx64m", main, file);
  }

  static ChildProcess start(String heap, Class<?> main, Path file) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            heap,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            file.toString());
    return new ChildProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Returns the next line of the output, or null at its end. */
  @Nullable String line() throws IOException {
    return output.readLine();
  }

  /** Kills the process with SIGKILL and returns the rest of its output. */
  List<String> kill() {
    // Process.destroyForcibly would close the streams and discard their contents.
    process.toHandle().destroyForcibly();
    List<String> rest = output.lines().toList();
    process.onExit().join();
    return rest;
  }

  @Override
  public void close() {
    kill();
  }
}
