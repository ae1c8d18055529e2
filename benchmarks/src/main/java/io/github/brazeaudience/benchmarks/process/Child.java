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
 * A process that answers each line on its standard input with a line of JSON, and ends when there
 * are no more. What else it prints is shown.
 */
public final class Child implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long END_SECONDS = 30;

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  private Child(Process process) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a program of this module in a JVM of its own. */
  public static Child java(List<String> jvmOptions, Class<?> main, Object... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(javaProgram());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object arg : args) {
      command.add(arg.toString());
    }
    return start(Path.of("").toAbsolutePath().toFile(), command);
  }

  /** Starts any program. */
  public static Child start(File directory, List<String> command) throws IOException {
    return new Child(
        new ProcessBuilder(command)
            .directory(directory)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** The program of the JVM that runs this one. */
  public static String javaProgram() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Whether there is a program of this name that can say its version. */
  public static boolean isProgram(String name) {
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

  /** Says something and waits for the answer. */
  public JsonNode ask(String line) throws IOException {
    in.write(line);
    in.newLine();
    in.flush();
    return answer();
  }

  /** Waits for what the process says next. */
  public JsonNode answer() throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("{")) {
        return JSON.readTree(line);
      }
      System.err.println(line);
    }
    throw new IOException("the process ended without an answer; see what it printed above");
  }

  @Override
  public void close() throws IOException {
    in.close();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
