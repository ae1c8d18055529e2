package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.cli.show.AudienceCounts;
import io.github.brazeaudience.cli.show.NextUpdate;
import io.github.brazeaudience.cli.show.RemoteUser;
import io.github.brazeaudience.cli.show.ShownUser;
import io.github.brazeaudience.cli.show.UserJson;
import io.github.brazeaudience.cli.show.UserText;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.ProfileExport;
import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.options.HelpOptions;
import io.github.brazeaudience.options.ProgramCommand;
import io.github.brazeaudience.options.SegmentOptions;
import io.github.brazeaudience.options.StoreOptions;
import io.github.brazeaudience.options.TransportFactory;
import io.github.brazeaudience.options.UsageException;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code show}. */
@Command(
    name = "show",
    header = "Shows what the store and Braze have of a user or an audience.",
    description = {
      "Shows the audiences and attributes of the user with this external id, what the next update"
          + " writes, and why the user may not be in a segment. Without USER, counts the users of"
          + " the store by what is known of the audience. Writes nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  braze-audience show u-1 --store users.store",
      "  braze-audience show u-1 --store users.store --remote --instance EU_01",
      "  braze-audience show --audience 11036 --store users.store"
    })
final class ShowCommand implements ProgramCommand {
  private final CommandContext context;

  @Parameters(arity = "0..1", paramLabel = "USER", description = "External id of the user.")
  @Nullable String user;

  @Option(
      names = "--audience",
      paramLabel = "ID",
      converter = AudienceIdConverter.class,
      description = "The audience that the question is about.")
  @Nullable Long audience;

  @Option(
      names = "--remote",
      description = {
        "Read the profile from Braze and compare it. The key needs the permission"
            + " users.export.ids, and custom_attributes.get to check the types of attributes."
      })
  boolean remote;

  @Option(names = "--json", description = "Print one line of JSON.")
  boolean json;

  @Mixin StoreOptions store = new StoreOptions();
  @Mixin DatabaseOptions database = new DatabaseOptions();
  @Mixin ConnectionOptions connection = new ConnectionOptions();
  @Mixin SegmentOptions segments = new SegmentOptions();
  @Mixin HelpOptions help = new HelpOptions();

  /** True if the profile could not be read from Braze. */
  private boolean failed;

  ShowCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public int run() throws UsageException {
    check();
    BrazeAudienceConfig config = config();
    TransportFactory transports =
        remote ? connection.transports(config, context.environment()) : null;
    context.beforeRun().run();
    String text = user == null ? counts(config) : text(read(user, config, transports));
    boolean printed = context.print(text);
    if (context.cancellation().isInterrupted()) {
      return ExitCode.INTERRUPTED;
    }
    return printed && !failed ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
  }

  private void check() throws UsageException {
    if (user == null && audience == null) {
      throw new UsageException("show needs a USER, or --audience ID to count users; see --help");
    }
    if (user != null && user.isBlank()) {
      throw new UsageException("show needs an external id, but the id is blank");
    }
    store.requireFor("show without --remote", !remote);
    store.requireFor("show --audience without a USER", user == null);
    if (user == null && remote) {
      throw new UsageException("--remote reads the profile of a USER; name one");
    }
  }

  private BrazeAudienceConfig config() throws UsageException {
    BrazeAudienceConfig.Builder builder = BrazeAudienceConfig.builder();
    segments.applyTo(builder);
    connection.applyTo(builder);
    boolean hasKey = !context.environment().getOrDefault(connection.keyVariable(), "").isBlank();
    return Configurations.build(
        builder.restApiKey(
            remote || hasKey
                ? connection.restApiKey(context.environment())
                : Configurations.NO_KEY));
  }

  private String counts(BrazeAudienceConfig config) throws UsageException {
    try (StoreReader reader = storeReader(config)) {
      AudienceCounts counts =
          context
              .cancellation()
              .interruptibly(() -> reader.counts(audience == null ? 0 : audience));
      return json ? counts.json() : counts.text(context.columns());
    }
  }

  private ShownUser read(
      String id, BrazeAudienceConfig config, @Nullable TransportFactory transports)
      throws UsageException {
    UserProfile profile = UserProfile.builder().identity(config.externalIdentityType(), id).build();
    KnownUser stored = null;
    NextUpdate next = null;
    if (store.file() != null) {
      try (StoreReader reader = storeReader(config)) {
        stored = reader.stored(profile);
        next = reader.next(profile, stored);
      }
    }
    RemoteUser braze =
        transports == null ? RemoteUser.NOT_READ : braze(config, transports, profile, stored);
    failed = braze.profile() instanceof ProfileExport.Failed;
    return new ShownUser(
        id,
        audience == null ? OptionalLong.empty() : OptionalLong.of(audience),
        config,
        store.file(),
        stored,
        braze.profile(),
        braze.findings(),
        next,
        Instant.now());
  }

  private RemoteUser braze(
      BrazeAudienceConfig config,
      TransportFactory transports,
      UserProfile profile,
      @Nullable KnownUser stored) {
    try (AudienceForwarder forwarder = AudienceForwarder.create(config, transports.create())) {
      return context
          .cancellation()
          .interruptibly(() -> RemoteUser.read(forwarder, config, profile, stored));
    }
  }

  private StoreReader storeReader(BrazeAudienceConfig config) throws UsageException {
    return StoreReader.open(
        new MembershipFactory(
            store,
            database,
            context.environment(),
            connection,
            true,
            MembershipPolicy.defaults(),
            config,
            true),
        config,
        context.cancellation());
  }

  private String text(ShownUser shown) {
    return json ? UserJson.of(shown) : UserText.of(shown, context.columns());
  }
}
