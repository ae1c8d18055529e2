package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.options.CommandLines;
import io.github.brazeaudience.options.Durations;
import io.github.brazeaudience.options.HelpOptions;
import io.github.brazeaudience.options.ProfileOptions;
import io.github.brazeaudience.options.ProgramCommand;
import io.github.brazeaudience.options.UnknownUsersOptions;
import io.github.brazeaudience.options.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code forward}. */
@Command(
    name = "forward",
    header = "Forwards files of updates to Braze.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  braze-audience forward --outcomes outcomes.ndjson users.ndjson",
      "  braze-audience forward --dry-run users.ndjson > bodies.ndjson",
      "  braze-audience forward --store users.store changes.ndjson"
    })
final class ForwardCommand implements ProgramCommand {
  private final CommandContext context;

  @Mixin InputOptions inputs = new InputOptions();
  @Mixin RunOptions run = new RunOptions();

  @Option(
      names = "--full",
      description = "With --store: send everything, even attributes that Braze already has.")
  boolean full;

  @Mixin ProfileOptions profile = new ProfileOptions();
  @Mixin UnknownUsersOptions unknownUsers = new UnknownUsersOptions();

  @Option(
      names = "--forget",
      paramLabel = "USER",
      description = {
        "With --store: delete the record of the user with this external id, because it is damaged or other"
            + " systems have changed the profile. Reads no input. May be repeated."
      })
  List<String> forget = new ArrayList<>();

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = {
        "Record the progress of the run in this file, and resume from it if it exists. Each update is"
            + " delivered at least once."
      })
  @Nullable String checkpoint;

  @Option(
      names = "--linger",
      paramLabel = "TIME",
      converter = LingerConverter.class,
      description = {
        "Time an update waits for others to share its request while the input pauses (default: 1s;"
            + " 0s: not at all)."
      })
  Duration linger = AudienceForwarderBuilder.DEFAULT_STREAM_LINGER;

  @Mixin HelpOptions help = new HelpOptions();

  /** The only duration that may be zero. */
  static final class LingerConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) throws Exception {
      return CommandLines.converter(Durations::parseLinger).convert(text);
    }
  }

  ForwardCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public int run() throws UsageException {
    BrazeAudienceConfig config = run.config(context.environment(), profile::applyTo);
    MembershipPolicy policy =
        unknownUsers.applyTo(MembershipPolicy.defaults().withSendEverything(full));
    Pace pace = run.pace().withLinger(linger);
    return new BrazeRun(run, context)
        .run(
            config,
            () -> {
              check();
              RunPlanFactory plans =
                  new RunPlanFactory(
                      run.outputs,
                      run.dryRun,
                      pace,
                      run.memberships(policy, config, !forget.isEmpty(), context.environment()));
              return forget.isEmpty()
                  ? plans.forward(
                      () ->
                          new InputReaderFactory(inputs, context)
                              .create(config, checkpoint, run.dryRun),
                      reader ->
                          new ForwardOperation(
                              "forward", reader, config, run.store.file() != null, context))
                  : plans.create(new ForgetOperation(forget, config));
            });
  }

  private void check() throws UsageException {
    run.store.requireFor("--full", full);
    run.store.requireFor("--unknown-users", unknownUsers.unknownUsers() != null);
    run.store.requireFor("--forget", !forget.isEmpty());
    if (run.dryRun && unknownUsers.unknownUsers() == UnknownUsers.READ_BACK) {
      throw new UsageException(
          "--dry-run sends nothing, so it cannot read back; with --unknown-users reject it lists the users"
              + " that would be read back");
    }
    if (!forget.isEmpty()) {
      checkForget();
    }
  }

  private void checkForget() throws UsageException {
    if (!inputs.files.isEmpty() || checkpoint != null) {
      throw new UsageException(
          "--forget takes no FILE and no --checkpoint: it only changes --store; run it alone");
    }
    if (run.dryRun) {
      throw new UsageException("--forget changes --store, but --dry-run does not; leave one out");
    }
    if (run.processing.waitProcessed != null) {
      throw new UsageException(
          "--forget sends nothing, so there is nothing to wait for; leave --wait-processed out");
    }
    if (forget.stream().anyMatch(String::isBlank)) {
      throw new UsageException("--forget needs an external id, but the id is blank");
    }
  }
}
