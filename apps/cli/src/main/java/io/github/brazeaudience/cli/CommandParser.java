package io.github.brazeaudience.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the command line. Its messages repeat no value that may be a secret. */
final class CommandParser {
  private final Options options = new Options();
  private final CommandLine commandLine =
      new CommandLine(options)
          .setExpandAtFiles(false)
          .setOverwrittenOptionsAllowed(false)
          .setUnmatchedOptionsArePositionalParams(false);

  Options parse(String... args) throws UsageException {
    try {
      commandLine.parseArgs(args);
      return options;
    } catch (UnmatchedArgumentException e) {
      throw new UsageException(unknown(e.getUnmatched()));
    } catch (MissingParameterException e) {
      throw new UsageException(firstLine(e) + "; see --help for its values");
    } catch (ParameterException e) {
      throw new UsageException(firstLine(e));
    }
  }

  String help() {
    return commandLine.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  private static String firstLine(ParameterException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("the command line is wrong");
  }

  private static String unknown(List<String> arguments) {
    String names =
        arguments.stream()
            .filter(argument -> argument.startsWith("-"))
            .map(argument -> argument.replaceFirst("=.*", ""))
            .distinct()
            .collect(Collectors.joining(", "));
    return arguments.stream().anyMatch(argument -> argument.startsWith("--rest-api-key"))
        ? "a key is never an argument; put it into the environment variable "
            + Options.DEFAULT_KEY_VARIABLE
            + ", or name another one with --rest-api-key-env"
        : "there is no option %s; see --help for those there are".formatted(names);
  }
}
