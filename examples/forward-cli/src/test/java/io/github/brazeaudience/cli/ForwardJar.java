package io.github.brazeaudience.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The jar that people run, in a process of its own with little memory. */
final class ForwardJar {
  static final Path PATH = Path.of(System.getProperty("forward.jar", "none"));
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private ForwardJar() {}

  static ProcessBuilder command(List<String> args) {
    List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx64m", "-jar", PATH.toString()));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(Options.DEFAULT_KEY_VARIABLE, TrackServer.KEY);
    return builder;
  }
}
