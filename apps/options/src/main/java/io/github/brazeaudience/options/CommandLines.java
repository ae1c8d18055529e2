package io.github.brazeaudience.options;

import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.policy.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Configures picocli, and turns its exceptions into messages that contain no secret. */
public final class CommandLines {
  /** The width of the help. */
  public static final int WIDTH = 80;

  private CommandLines() {}

  /** Registers the converters and sets the form of the help, for all subcommands too. */
  public static CommandLine configure(CommandLine commandLine) {
    format(commandLine);
    return commandLine
        .registerConverter(BrazeInstance.class, converter(BrazeInstance::parse))
        .registerConverter(SendSegmentsAs.class, converter(SendSegmentsAs::parse))
        .registerConverter(IdentityType.class, converter(IdentityType::parse))
        .registerConverter(ApiKeyOperatingSystem.class, converter(ApiKeyOperatingSystem::parse))
        .registerConverter(DeviceMatch.class, converter(DeviceMatch::parse))
        .registerConverter(UnknownUsers.class, converter(UnknownUsers::parse))
        .registerConverter(RateLimiter.class, converter(Rate::parse))
        .registerConverter(Share.class, converter(Share::parse))
        .registerConverter(Duration.class, converter(Durations::parse))
        .registerConverter(ProxyServer.class, converter(ProxyServer::ofOption))
        .setUsageHelpWidth(WIDTH)
        .setExpandAtFiles(false)
        .setOverwrittenOptionsAllowed(false)
        .setUnmatchedOptionsArePositionalParams(false);
  }

  private static void format(CommandLine commandLine) {
    UsageMessageSpec help = commandLine.getCommandSpec().usageMessage();
    help.sortOptions(false)
        .abbreviateSynopsis(true)
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n");
    commandLine.getSubcommands().values().forEach(CommandLines::format);
  }

  /** Adapts a parser that throws {@link IllegalArgumentException}. */
  public static <T> ITypeConverter<T> converter(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        // The core library names its setting first; picocli names the option.
        throw new TypeConversionException(
            String.valueOf(e.getMessage()).replaceFirst("^`[A-Za-z ]+` ", ""));
      }
    };
  }

  /** Describes the error in a command line. */
  public static UsageException usageException(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return new UsageException(unmatched(unmatched));
    }
    String line =
        String.valueOf(e.getMessage()).lines().findFirst().orElse("the command line is wrong");
    return new UsageException(
        e instanceof MissingParameterException ? line + "; see --help for its values" : line);
  }

  /** An unmatched argument may be a key, so only the names of options are repeated. */
  private static String unmatched(UnmatchedArgumentException e) {
    List<String> options =
        e.getUnmatched().stream()
            .filter(argument -> argument.startsWith("-"))
            .map(argument -> argument.replaceFirst("=.*", ""))
            .distinct()
            .toList();
    if (options.stream().anyMatch(option -> option.startsWith("--rest-api-key"))) {
      return "a key is never an argument; put it into the environment variable "
          + ConnectionOptions.DEFAULT_KEY_VARIABLE
          + ", or name another variable with --rest-api-key-env";
    }
    String command = e.getCommandLine().getCommandName();
    return options.isEmpty()
        ? "%s takes no further arguments; see --help".formatted(command)
        : "%s has no option %s; see --help"
            .formatted(command, options.stream().collect(Collectors.joining(", ")));
  }
}
