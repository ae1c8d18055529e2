package io.github.brazeaudience.receiver;

import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UnknownUsers;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the command line. Its messages repeat no value that may be a secret. */
final class CommandParser {
  private static final String CLEARTEXT = "http://";

  private final Options options = new Options();
  private final CommandLine commandLine =
      new CommandLine(options)
          .registerConverter(BrazeInstance.class, converter(BrazeInstance::parse))
          .registerConverter(BrazeEndpoints.class, converter(CommandParser::endpoints))
          .registerConverter(SendSegmentsAs.class, converter(SendSegmentsAs::parse))
          .registerConverter(UnknownUsers.class, converter(UnknownUsers::parse))
          .registerConverter(IdentityType.class, converter(IdentityType::parse))
          .registerConverter(DeviceMatch.class, converter(DeviceMatch::parse))
          .registerConverter(ApiKeyOperatingSystem.class, converter(ApiKeyOperatingSystem::parse))
          .setExpandAtFiles(false)
          .setOverwrittenOptionsAllowed(false)
          .setUnmatchedOptionsArePositionalParams(false);

  Options parse(String... args) throws UsageException {
    try {
      commandLine.parseArgs(args);
      return options;
    } catch (UnmatchedArgumentException e) {
      throw new UsageException(unknown(e.getUnmatched()));
    } catch (ParameterException e) {
      throw new UsageException(
          String.valueOf(e.getMessage()).lines().findFirst().orElse("the command line is wrong"));
    }
  }

  void printHelp(PrintWriter out) {
    commandLine.usage(out, CommandLine.Help.Ansi.OFF);
    out.flush();
  }

  private static BrazeEndpoints endpoints(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith(CLEARTEXT)
        ? BrazeEndpoints.ofCleartextLoopback(text.substring(CLEARTEXT.length()))
        : BrazeEndpoints.ofRest(text);
  }

  /** Core names its setting in front of what is wrong; picocli names the option. */
  private static <T> ITypeConverter<T> converter(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            String.valueOf(e.getMessage()).replaceFirst("^`[A-Za-z ]+` ", ""));
      }
    };
  }

  private static String unknown(List<String> arguments) {
    List<String> names =
        arguments.stream()
            .filter(argument -> argument.startsWith("-"))
            .map(argument -> argument.replaceFirst("=.*", ""))
            .distinct()
            .toList();
    if (names.stream().anyMatch(name -> name.startsWith("--rest-api-key"))) {
      return "a key is never an argument; put it into the environment variable "
          + Options.DEFAULT_KEY_VARIABLE
          + ", or name another one with --rest-api-key-env";
    }
    return names.isEmpty()
        ? "there are arguments that belong to no option; see --help"
        : String.format(
            Locale.ROOT,
            "there is no option %s; see --help for those there are",
            String.join(", ", names));
  }
}
