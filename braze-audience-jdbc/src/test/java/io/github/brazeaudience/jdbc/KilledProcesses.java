package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Java processes that are killed at random and started again. Each one ends by itself when its work
 * is done, or after its input has ended.
 */
final class KilledProcesses implements AutoCloseable {
  private static final Duration END = Duration.ofMinutes(2);

  private final Class<?> main;
  private final IntFunction<List<String>> arguments;
  private final Path logs;
  private final SplittableRandom random;
  private final List<Process> processes = new ArrayList<>();
  private int kills;

  /**
   * Starts processes.
   *
   * @param arguments the arguments of each process
   * @param logs the directory for the output of the processes
   */
  KilledProcesses(
      int count,
      Class<?> main,
      IntFunction<List<String>> arguments,
      Path logs,
      SplittableRandom random) {
    this.main = main;
    this.arguments = arguments;
    this.logs = logs;
    this.random = random;
    for (int i = 0; i < count; i++) {
      processes.add(start(i));
    }
  }

  int kills() {
    return kills;
  }

  private Process start(int number) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments.apply(number));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log(number).toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log(int number) {
    return logs.resolve("process-" + number + ".log");
  }

  /** Kills one process with SIGKILL, unless it has ended, and starts it again. */
  void killOne() throws InterruptedException {
    int number = random.nextInt(processes.size());
    Process process = processes.get(number);
    if (process.isAlive()) {
      process.destroyForcibly().waitFor();
      kills++;
      processes.set(number, start(number));
    }
  }

  /** Waits for a time. Returns true if all processes have ended. A process that fails, fails. */
  boolean awaitEnd(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    boolean ended = true;
    for (int i = 0; i < processes.size(); i++) {
      Process process = processes.get(i);
      boolean exited = process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (exited) {
        assertThat(process.exitValue()).as("process %d: %s", i, output(i)).isZero();
      }
      ended &= exited;
    }
    return ended;
  }

  private String output(int number) {
    try {
      return Files.readString(log(number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the input of the processes, and waits for their end. */
  void end() throws InterruptedException, IOException {
    for (Process process : processes) {
      process.getOutputStream().close();
    }
    assertThat(awaitEnd(END)).as("all processes have ended").isTrue();
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
