package io.github.brazeaudience.flink;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.options.CommandLines;
import io.github.brazeaudience.options.EndpointOptions;
import io.github.brazeaudience.options.SegmentOptions;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.transport.TransportRequest;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of the job. Picocli sets the fields. */
@Command(name = "flink run braze-audience-flink.jar", sortOptions = false)
final class Options {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "DIR",
      description = "Directory of updates.")
  String input = "";

  @Option(
      names = "--watch",
      paramLabel = "TIME",
      description =
          "Interval at which to look for new files (default: read the existing files, then end).")
  @Nullable Duration watch;

  @Option(
      names = "--rejected",
      required = true,
      paramLabel = "DIR",
      description = "Directory for rejected updates.")
  String rejected = "";

  @Option(
      names = "--checkpoints",
      required = true,
      paramLabel = "DIR",
      description = "Directory for checkpoints, which all machines can reach.")
  String checkpoints = "";

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "TIME",
      description = "Interval of checkpoints (default: 10s).")
  Duration checkpointInterval = Duration.ofSeconds(10);

  @Mixin EndpointOptions endpoint = new EndpointOptions();
  @Mixin SegmentOptions segments = new SegmentOptions();

  @Option(
      names = "--unknown-users",
      paramLabel = "POLICY",
      description =
          "How to treat a change for a user without state: reject (the default) or empty.")
  UnknownUsers unknownUsers = UnknownUsers.REJECT;

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = "Maximum number of requests of the whole job in any 3 s (default: 3000).")
  int starts = RateLimiter.DEFAULT_STARTS;

  @Option(
      names = "--user-rest",
      paramLabel = "TIME",
      description = "Minimum time between a response and the next write for a user (default: 1s).")
  Duration minUserWriteInterval = AudienceForwarderBuilder.DEFAULT_MIN_USER_WRITE_INTERVAL;

  @Option(
      names = "--restart-rest",
      paramLabel = "TIME",
      description = "Time between a restart and the first write (default: 30s).")
  Duration restartRest = TransportRequest.DEFAULT_TIMEOUT;

  /**
   * Parses a command line.
   *
   * @throws ProgramParametrizationException if it is invalid
   */
  static Options parse(String... arguments) throws ProgramParametrizationException {
    Options options = new Options();
    CommandLine commandLine =
        CommandLines.configure(new CommandLine(options))
            .registerConverter(Duration.class, TimeUtils::parseDuration);
    try {
      commandLine.parseArgs(arguments);
    } catch (ParameterException e) {
      throw new ProgramParametrizationException(
          String.format(
              Locale.ROOT,
              "%s%n%n%s",
              CommandLines.usageException(e).getMessage(),
              commandLine.getUsageMessage(CommandLine.Help.Ansi.OFF)));
    }
    options.check();
    return options;
  }

  private void check() throws ProgramParametrizationException {
    if (starts < 1) {
      throw new ProgramParametrizationException("--starts must be at least 1, but was " + starts);
    }
    if (unknownUsers == UnknownUsers.READ_BACK) {
      throw new ProgramParametrizationException(
          "--unknown-users read-back is not supported, because the subtasks share no limit of exports; write"
              + " reject or empty");
    }
    try {
      endpoint.applyTo(BrazeAudienceConfig.builder());
    } catch (UsageException e) {
      throw new ProgramParametrizationException(String.valueOf(e.getMessage()));
    }
  }

  ForwardSettings settings() {
    BrazeAudienceConfig.Builder builder =
        BrazeAudienceConfig.builder().restApiKey("read-by-each-task-manager");
    segments.applyTo(builder);
    BrazeAudienceConfig config = builder.build();
    return new ForwardSettings(
        endpoint.instance() == null ? config.instance() : endpoint.instance(),
        endpoint.restEndpoint(),
        config.sendSegmentsAs(),
        config.externalIdentityType(),
        config.emailIdentityType(),
        config.arrayMaxLength(),
        config.maxObjectsPerRequest(),
        unknownUsers,
        starts,
        minUserWriteInterval,
        restartRest);
  }
}
