package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.options.HelpOptions;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.options.ProfileOptions;
import io.github.brazeaudience.options.ProgramCommand;
import io.github.brazeaudience.options.SegmentOptions;
import io.github.brazeaudience.options.StoreOptions;
import io.github.brazeaudience.options.TransportFactory;
import io.github.brazeaudience.options.UnknownUsersOptions;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.preflight.PreflightReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code check}. */
@Command(
    name = "check",
    header = "Checks key, permissions and attributes; writes nothing.",
    description = {
      "Prints what would refuse or lose memberships, with one line for each finding. FILE and --store name"
          + " the audiences, for modes with one attribute per segment. The store is only"
          + " read. With --wait-processed, the permission for it is checked. Exit code 1: an ERROR"
          + " was found."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  braze-audience check --instance EU_01",
      "  braze-audience check --send-segments-as ONE_ATTRIBUTE_PER_SEGMENT users.ndjson"
    })
final class CheckCommand implements ProgramCommand {
  private final CommandContext context;

  @Mixin InputOptions inputs = new InputOptions();
  @Mixin ConnectionOptions connection = new ConnectionOptions();
  @Mixin SegmentOptions segments = new SegmentOptions();
  @Mixin StoreOptions store = new StoreOptions();
  @Mixin DatabaseOptions database = new DatabaseOptions();
  @Mixin UnknownUsersOptions unknownUsers = new UnknownUsersOptions();
  @Mixin ProfileOptions profile = new ProfileOptions();
  @Mixin ProcessingOptions processing = new ProcessingOptions();

  @Option(names = "--json", description = "Print each finding as a line of JSON.")
  boolean json;

  @Mixin HelpOptions help = new HelpOptions();

  CheckCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public int run() throws UsageException {
    BrazeAudienceConfig config = config();
    store.requireFor("--unknown-users", unknownUsers.unknownUsers() != null);
    TransportFactory transports = connection.transports(config, context.environment());
    context.beforeRun().run();
    InputAudiences audiences = InputAudiences.of(inputs, config, context);
    if (config.sendSegmentsAs().perSegment()) {
      audiences.read();
    }
    PreflightReport report = check(config, transports, audiences);
    boolean printed = context.print(json ? FindingLines.json(report) : FindingLines.text(report));
    if (context.cancellation().isInterrupted()) {
      return ExitCode.INTERRUPTED;
    }
    return printed && report.ok() && audiences.complete() ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
  }

  private BrazeAudienceConfig config() throws UsageException {
    BrazeAudienceConfig.Builder builder = BrazeAudienceConfig.builder();
    segments.applyTo(builder);
    profile.applyTo(builder);
    connection.applyTo(builder);
    return Configurations.build(builder.restApiKey(connection.restApiKey(context.environment())));
  }

  /** The store is read like in a dry run, which does not change it. */
  private PreflightReport check(
      BrazeAudienceConfig config, TransportFactory transports, InputAudiences audiences)
      throws UsageException {
    MembershipPolicy policy = unknownUsers.applyTo(MembershipPolicy.defaults());
    MembershipFactory memberships =
        new MembershipFactory(
            store, database, context.environment(), connection, true, policy, config, false);
    try (Membership membership = memberships.open()) {
      AudienceForwarderBuilder builder = AudienceForwarder.builder(config, transports.create());
      ProcessedWait.of(processing.waitProcessed, context).applyTo(builder);
      if (membership != null) {
        builder.membership(membership.store(), membership.policy());
      }
      try (AudienceForwarder forwarder = builder.build()) {
        return context
            .cancellation()
            .interruptibly(() -> forwarder.preflight(audiences.audiences()));
      }
    }
  }
}
