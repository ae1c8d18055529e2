package io.github.brazeaudience.cli;

import java.util.List;

/**
 * Runs the program like typical commands do, to load the classes that an archive of the JVM should
 * have. The start script runs this class, and throws its output away.
 */
public final class ArchiveTraining {
  private static final List<String[]> COMMANDS =
      List.of(
          new String[] {"demo"},
          new String[] {"forward", "--dry-run", "no-such-file"},
          new String[] {"show", "user", "--store", "no-such-file"});

  private ArchiveTraining() {}

  /** Runs the commands. */
  public static void main(String[] args) {
    COMMANDS.forEach(Main::run);
    System.exit(0);
  }
}
