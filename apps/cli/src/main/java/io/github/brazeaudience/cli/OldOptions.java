package io.github.brazeaudience.cli;

import io.github.brazeaudience.options.UsageException;
import java.util.List;

/** Refuses options that have become commands, and states the command. */
final class OldOptions {
  private OldOptions() {}

  static void check(List<String> args) throws UsageException {
    for (int i = 0; i < args.size(); i++) {
      String name = args.get(i).replaceFirst("=.*", "");
      String value =
          args.get(i).contains("=")
              ? args.get(i).substring(name.length() + 1)
              : i + 1 < args.size() ? args.get(i + 1) : "";
      String id = value.matches("[0-9]{1,19}") ? value : "ID";
      switch (name) {
        case "--demo" -> throw isCommand(name, "demo");
        case "--retire" -> throw isCommand(name, "retire " + id + " --store ...");
        case "--rename" -> throw isCommand(name, "rename " + id + " NAME --store ...");
        default -> {}
      }
    }
  }

  private static UsageException isCommand(String option, String command) {
    return new UsageException(
        "%s is a command now; write: braze-audience %s".formatted(option, command));
  }
}
