package io.github.brazeaudience.examples.flink;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.transport.TransportRequest;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What stands on the command line, behind the jar. Picocli fills in the fields. */
@Command(name = "flink run braze-audience-flink.jar", sortOptions = false)
final class Options {
  @Option(names = "--input", required = true, paramLabel = "DIR", description = "Files of updates.")
  String input = "";

  @Option(
      names = "--watch",
      paramLabel = "TIME",
      description =
          "Look for new files this often, for ever (default: read those there are, and end).")
  @Nullable Duration watch;

  @Option(
      names = "--rejected",
      required = true,
      paramLabel = "DIR",
      description = "Where rejected updates are written.")
  String rejected = "";

  @Option(
      names = "--checkpoints",
      required = true,
      paramLabel = "DIR",
      description = "Where checkpoints are kept; all machines reach it.")
  String checkpoints = "";

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "TIME",
      description = "How often (default: 10s).")
  Duration checkpointInterval = Duration.ofSeconds(10);

  @Option(
      names = "--instance",
      paramLabel = "INSTANCE",
      description = "The Braze instance (default: US_03).")
  @Nullable BrazeInstance instance;

  @Option(
      names = "--rest-endpoint",
      paramLabel = "AUTHORITY",
      description = "An endpoint of your own; for tests http://127.0.0.1:PORT.")
  @Nullable String restEndpoint;

  @Option(
      names = "--send-segments-as",
      paramLabel = "MODE",
      description = "As for the command line (default: SINGLE_ATTRIBUTE).")
  SendSegmentsAs sendSegmentsAs = SendSegmentsAs.SINGLE_ATTRIBUTE;

  @Option(
      names = "--external-identity-type",
      paramLabel = "TYPE",
      description = "Default: CUSTOMER_ID.")
  IdentityType externalIdentityType = IdentityType.CUSTOMER_ID;

  @Option(names = "--email-identity-type", paramLabel = "TYPE", description = "Default: EMAIL.")
  IdentityType emailIdentityType = IdentityType.EMAIL;

  @Option(
      names = "--unknown-users",
      paramLabel = "MEANING",
      description = "What a change means for a user without state: reject (the default), empty.")
  UnknownUsers unknownUsers = UnknownUsers.REJECT;

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = "Requests of the whole job in any 3 s (default: 3000).")
  int starts = RateLimiter.DEFAULT_STARTS;

  @Option(
      names = "--user-rest",
      paramLabel = "TIME",
      description = "Between an answer and the next write for a user (default: 1s).")
  Duration minUserWriteInterval = AudienceForwarderBuilder.DEFAULT_MIN_USER_WRITE_INTERVAL;

  @Option(
      names = "--restart-rest",
      paramLabel = "TIME",
      description = "Before the first write after a restart (default: 30s).")
  Duration restartRest = TransportRequest.DEFAULT_TIMEOUT;

  /**
   * Reads a command line.
   *
   * @throws ProgramParametrizationException if it is wrong
   */
  static Options parse(String... arguments) throws ProgramParametrizationException {
    Options options = new Options();
    CommandLine commandLine =
        new CommandLine(options)
            .registerConverter(BrazeInstance.class, BrazeInstance::parse)
            .registerConverter(SendSegmentsAs.class, SendSegmentsAs::parse)
            .registerConverter(IdentityType.class, IdentityType::parse)
            .registerConverter(UnknownUsers.class, UnknownUsers::parse)
            .registerConverter(Duration.class, TimeUtils::parseDuration);
    try {
      commandLine.parseArgs(arguments);
    } catch (ParameterException e) {
      throw new ProgramParametrizationException(
          String.format(Locale.ROOT, "%s%n%n%s", e.getMessage(), commandLine.getUsageMessage()));
    }
    options.check();
    return options;
  }

  private void check() throws ProgramParametrizationException {
    if (instance != null && restEndpoint != null) {
      throw new ProgramParametrizationException(
          "--instance and --rest-endpoint are both given; leave one of them out");
    }
    if (instance == BrazeInstance.CUSTOM) {
      throw new ProgramParametrizationException(
          "--instance CUSTOM has no endpoint; write --rest-endpoint AUTHORITY instead");
    }
    if (starts < 1) {
      throw new ProgramParametrizationException("--starts must be at least 1, but was " + starts);
    }
    if (unknownUsers == UnknownUsers.READ_BACK) {
      throw new ProgramParametrizationException(
          "--unknown-users read-back would need a limit of exports for all subtasks; write reject or empty");
    }
    try {
      var unused = settings().endpoints();
    } catch (IllegalArgumentException e) {
      throw new ProgramParametrizationException("--rest-endpoint: " + e.getMessage());
    }
  }

  ForwardSettings settings() {
    return new ForwardSettings(
        instance == null ? BrazeInstance.US_03 : instance,
        restEndpoint,
        sendSegmentsAs,
        externalIdentityType,
        emailIdentityType,
        unknownUsers,
        starts,
        minUserWriteInterval,
        restartRest);
  }
}
