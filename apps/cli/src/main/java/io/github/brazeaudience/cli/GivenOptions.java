package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.output.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Reads the options of a command as they were written, without identities, app identifiers, and the
 * parameters and user of a database.
 */
final class GivenOptions {
  private static final Set<String> HIDDEN = Set.of("--api-key", "--forget", "--store-user");
  private static final String STORE = "--store";

  private GivenOptions() {}

  /**
   * Returns the values by option or argument, in the order of the help.
   *
   * @param part the command, or a mixin of it
   */
  static Map<String, String> of(CommandSpec part) {
    ParseResult parsed = part.commandLine().getParseResult();
    Map<String, String> given = new LinkedHashMap<>();
    if (parsed == null) {
      return given;
    }
    CommandSpec command = parsed.commandSpec();
    for (OptionSpec option : command.options()) {
      if (parsed.hasMatchedOption(option)) {
        given.put(option.longestName(), value(option.longestName(), option.originalStringValues()));
      }
    }
    for (PositionalParamSpec argument : command.positionalParameters()) {
      if (!argument.originalStringValues().isEmpty()) {
        given.put(argument.paramLabel(), String.join(", ", argument.originalStringValues()));
      }
    }
    given.replaceAll((name, value) -> Printable.line(value));
    return given;
  }

  private static String value(String name, List<String> values) {
    if (HIDDEN.contains(name)) {
      return "given";
    }
    String value = String.join(", ", values);
    return name.equals(STORE) && DatabaseOptions.isDatabase(value)
        ? value.replaceFirst("[?;].*", "").replaceFirst("//.*@", "//")
        : value;
  }
}
