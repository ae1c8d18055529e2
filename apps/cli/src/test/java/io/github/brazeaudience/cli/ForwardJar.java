package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the jar in a separate process with little memory. The process starts faster and uses less
 * of the machine without the second compiler and with a simple collector.
 */
final class ForwardJar {
  static final Path PATH = Path.of(System.getProperty("forward.jar", "none"));
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private ForwardJar() {}

  static ProcessBuilder command(List<String> args) {
    return command(List.of(), args);
  }

  private static ProcessBuilder command(List<String> ofJava, List<String> args) {
    List<String> command =
        new ArrayList<>(List.of(JAVA, "-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(ofJava);
    command.addAll(List.of("-jar", PATH.toString()));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(ConnectionOptions.DEFAULT_KEY_VARIABLE, TrackServer.KEY);
    return builder;
  }

  /** Java options for many short processes: a class archive of an earlier run. */
  static final class SoonStarted {
    private final List<String> ofJava;

    private SoonStarted(List<String> ofJava) {
      this.ofJava = ofJava;
    }

    /** Runs once to the end, and keeps the classes of that run in the directory. */
    static SoonStarted prepare(Path directory, List<String> args)
        throws IOException, InterruptedException {
      Path classes = directory.resolve("classes.jsa");
      Process run =
          ForwardJar.command(List.of("-XX:ArchiveClassesAtExit=" + classes), args)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(run.waitFor()).as("exit code of the first run").isZero();
      assertThat(classes).isNotEmptyFile();
      return new SoonStarted(List.of("-XX:SharedArchiveFile=" + classes));
    }

    ProcessBuilder command(List<String> args) {
      return ForwardJar.command(ofJava, args);
    }
  }
}
