package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.policy.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What stands on the command line. Picocli fills in the fields. */
@Command(
    name = "java -jar " + Options.PROGRAM + ".jar",
    description = "Forwards audience memberships to Braze.",
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%nInputs:%n",
    sortOptions = false,
    usageHelpAutoWidth = false,
    usageHelpWidth = Columns.WIDTH,
    abbreviateSynopsis = true,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0    every update was accepted, or needed no writing",
      "  1    some were not",
      "  2    bad usage or configuration; nothing was sent",
      "  130  Ctrl-C; what was not sent is reported as such"
    })
final class Options {
  static final String PROGRAM = "braze-audience-forward";
  static final String DEFAULT_KEY_VARIABLE = "BRAZE_REST_API_KEY";

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Files of updates; - or nothing: standard input.")
  List<String> files = new ArrayList<>();

  @Option(
      names = "--demo",
      description = {
        "Start an embedded fake of Braze, forward the bundled sample (or FILE, if given) to it, and show"
            + " each profile and which segments it matches."
      })
  boolean demo;

  @Option(
      names = "--instance",
      paramLabel = "INSTANCE",
      converter = Converters.Instance.class,
      description = "The Braze instance, such as US_03 (the default), EU_01 or \"US 10 Cluster\".")
  @Nullable BrazeInstance instance;

  @Option(
      names = "--rest-endpoint",
      paramLabel = "AUTHORITY",
      description = {
        "Your own REST endpoint, rest.iad-03.braze.com for one, instead of an instance, with a port if need"
            + " be. For tests, a server on this machine without TLS: http://127.0.0.1:PORT."
      })
  @Nullable String restEndpoint;

  @Option(
      names = "--rest-api-key-env",
      paramLabel = "NAME",
      description =
          "The environment variable that holds the REST API key (default: "
              + DEFAULT_KEY_VARIABLE
              + ").")
  String restApiKeyEnv = DEFAULT_KEY_VARIABLE;

  @Option(
      names = "--api-key",
      paramLabel = "APP_ID",
      description = "The app identifier for push tokens (default: none are sent).")
  @Nullable String apiKey;

  @Option(
      names = "--api-key-os",
      paramLabel = "OS",
      converter = Converters.OperatingSystem.class,
      description = "Send push tokens of this system only: UNSELECTED (the default), IOS, ANDROID.")
  @Nullable ApiKeyOperatingSystem apiKeyOs;

  @Option(
      names = "--send-segments-as",
      paramLabel = "MODE",
      converter = Converters.Mode.class,
      description = {
        "SINGLE_ATTRIBUTE (the default; with --demo SINGLE_AND_PER_SEGMENT), ONE_ATTRIBUTE_PER_SEGMENT,"
            + " SINGLE_AND_PER_SEGMENT, ARRAY_ATTRIBUTE, SINGLE_AND_ARRAY, ARRAY_AND_PER_SEGMENT,"
            + " SINGLE_AND_ARRAY_AND_PER_SEGMENT."
      })
  @Nullable SendSegmentsAs sendSegmentsAs;

  @Option(
      names = "--external-identity-type",
      paramLabel = "TYPE",
      converter = Converters.Identity.class,
      description = "The identity that becomes Braze's external id (default: CUSTOMER_ID).")
  @Nullable IdentityType externalIdentityType;

  @Option(
      names = "--email-identity-type",
      paramLabel = "TYPE",
      converter = Converters.Identity.class,
      description = "The identity that becomes the email (default: EMAIL).")
  @Nullable IdentityType emailIdentityType;

  @Option(
      names = "--device-match",
      paramLabel = "TYPES",
      converter = Converters.Devices.class,
      description = {
        "Device identities that are sent as user aliases (default: idfa,android_id) for users without an"
            + " external id, or none."
      })
  @Nullable DeviceMatch deviceMatch;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Converters.Format.class,
      description = "ndjson (the default) or mparticle-firehose.")
  InputFormat format = InputFormat.NDJSON;

  @Option(
      names = "--dry-run",
      description = "Send nothing; print each request body on a line of standard output.")
  boolean dryRun;

  @Option(
      names = "--outcomes",
      paramLabel = "FILE",
      description = "Write a line of JSON here for each update that was not accepted.")
  @Nullable String outcomes;

  @Option(
      names = "--outcomes-unchanged",
      description = "Write one there for each update that needed no writing, too.")
  boolean outcomesUnchanged;

  @Option(names = "--summary", paramLabel = "FILE", description = "Write the counts here as JSON.")
  @Nullable String summary;

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description = {
        "Remember in this file what Braze holds of each user, so that changes are enough in every mode, and"
            + " send only what changed. It is made if it is not there; one file serves one run at a time."
      })
  @Nullable String store;

  @Option(
      names = "--full",
      description = "With --store: send everything, whatever the file says that Braze holds.")
  boolean full;

  @Option(
      names = "--unknown-users",
      paramLabel = "MEANING",
      converter = Converters.Unknown.class,
      description = {
        "With --store, for a change of a user of whom the file knows nothing. reject (the default): it is"
            + " rejected where the full membership is needed. empty: the user was in no audience before."
            + " read-back: Braze is asked, for which the key needs the permission users.export.ids."
      })
  @Nullable UnknownUsers unknownUsers;

  @Option(
      names = "--retire",
      paramLabel = "ID",
      converter = Converters.AudienceId.class,
      description = {
        "With --store: read no input, but take this audience off all users who have something of it, because it"
            + " was deleted or disconnected. Run again, it goes on where it was."
      })
  @Nullable Long retire;

  @Option(
      names = "--rename",
      arity = "2",
      paramLabel = "ID NAME",
      hideParamSyntax = true,
      description = {
        "With --store: read no input, but give the attribute of this audience its new External Name on all users"
            + " who have it under another one. Refused as a whole if another audience has the name. Run again, it"
            + " goes on where it was."
      })
  String @Nullable [] rename;

  @Option(
      names = "--forget",
      paramLabel = "USER",
      description = {
        "With --store: read no input, but forget what the file holds of the user with this external id, because"
            + " the record is damaged or the profile was changed by others. May be given several times."
      })
  List<String> forget = new ArrayList<>();

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = {
        "Keep in this file how far the run has come, and begin there if it says something: a killed run goes on"
            + " where it was. Each update is delivered at least once."
      })
  @Nullable String checkpoint;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      description = {
        "How many requests are under way at once (default: 16 at first, then 4 to 256, as Braze answers)."
      })
  @Nullable Integer maxInFlight;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      converter = Converters.Pace.class,
      description = "How many requests start in a time (default: 3000/3s), or off.")
  @Nullable RateLimiter rate;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "How long a request is sent again when it fails (default: 5m).")
  @Nullable Duration deadline;

  @Option(
      names = "--give-up-after",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "How long an outage of Braze is waited out (default: 5m).")
  @Nullable Duration giveUpAfter;

  @Option(
      names = "--proxy",
      paramLabel = "HOST:PORT",
      converter = Converters.HttpProxy.class,
      description = {
        "The HTTP proxy to connect through (default: that of the environment variable https_proxy or"
            + " HTTPS_PROXY, unless NO_PROXY names the endpoint)."
      })
  @Nullable ProxyServer proxy;

  @Option(
      names = "--linger",
      paramLabel = "TIME",
      converter = Converters.Linger.class,
      description = {
        "How long an update waits for others to fill a request, if the input pauses (default: 1s; 0s: not"
            + " at all)."
      })
  Duration linger = AudienceForwarderBuilder.DEFAULT_STREAM_LINGER;

  @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  boolean version;
}
