package io.github.brazeaudience.cli;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The command: reads its line, checks all of it, and runs. */
final class ForwardCommand {
  private final Surroundings surroundings;
  private final CommandParser parser = new CommandParser();

  ForwardCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Runs; the exit code is the answer. */
  int run(String... args) {
    try {
      return dispatch(parser.parse(args));
    } catch (UsageException e) {
      surroundings.say(Options.PROGRAM + ": " + e.getMessage());
      return ExitCode.USAGE;
    } catch (UncheckedIOException e) {
      // The store could not be closed.
      surroundings.say(Options.PROGRAM + ": " + e.getMessage());
      return ExitCode.INCOMPLETE;
    }
  }

  private int dispatch(Options options) throws UsageException {
    if (options.help || options.version) {
      String text = options.help ? parser.help() : Version.text() + System.lineSeparator();
      return surroundings.print(text) ? ExitCode.COMPLETE : ExitCode.USAGE;
    }
    ConfigurationFactory configurations =
        new ConfigurationFactory(options, surroundings.environment());
    if (options.demo) {
      BrazeAudienceConfig config = configurations.forDemo();
      try (Task task = new TaskFactory(options, config, surroundings).create()) {
        return new Demo(surroundings).run(config, task, options.apiKey);
      }
    }
    BrazeAudienceConfig config = configurations.forBraze();
    TransportFactory transports = TransportFactory.of(options, config, surroundings.environment());
    try (Task task = new TaskFactory(options, config, surroundings).create()) {
      ForwardRun run = new ForwardRun(task, surroundings);
      return options.dryRun ? dryRun(run, config) : run.run(config, transports.create());
    }
  }

  private int dryRun(ForwardRun run, BrazeAudienceConfig config) throws UsageException {
    surroundings.say(
        "Dry run: nothing is sent. Each line of standard output would be posted to "
            + config.endpoints().restUri("/users/track"));
    DryRunTransport transport =
        new DryRunTransport(surroundings.out(), surroundings.cancellation());
    int code = run.run(config, transport);
    transport
        .failure()
        .ifPresent(
            e ->
                surroundings.say(
                    "Standard output cannot be written any more (%s), which ended the dry run."
                        .formatted(e.getMessage())));
    return code;
  }
}
