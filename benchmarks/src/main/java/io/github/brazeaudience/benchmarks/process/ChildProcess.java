package io.github.brazeaudience.benchmarks.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A child process that responds with lines of JSON and exits at the end of its standard input. All
 * other output is copied to standard error.
 */
public final class ChildProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long EXIT_TIMEOUT_SECONDS = 30;

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  private ChildProcess(Process process) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a class of this module in a new JVM. */
  public static ChildProcess startJava(List<String> jvmOptions, Class<?> main, Object... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(javaCommand());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object arg : args) {
      command.add(arg.toString());
    }
    return start(Path.of("").toAbsolutePath().toFile(), command);
  }

  /** Starts a command. */
  public static ChildProcess start(File directory, List<String> command) throws IOException {
    return new ChildProcess(
        new ProcessBuilder(command)
            .directory(directory)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Returns the path of the java command of this JVM. */
  public static String javaCommand() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Returns true if {@code name --version} succeeds. */
  public static boolean isInstalled(String name) {
    try {
      Process process =
          new ProcessBuilder(name, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Sends a line and waits for the response. */
  public JsonNode request(String line) throws IOException {
    in.write(line);
    in.newLine();
    in.flush();
    return readResponse();
  }

  /** Waits for the next line of JSON. */
  public JsonNode readResponse() throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("{")) {
        return JSON.readTree(line);
      }
      System.err.println(line);
    }
    throw new IOException("the process ended without a response; see its output above");
  }

  @Override
  public void close() throws IOException {
    in.close();
    try {
      if (!process.waitFor(EXIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
