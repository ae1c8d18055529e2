package io.github.brazeaudience.receiver;

import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.receiver.http.Secret;
import io.github.brazeaudience.receiver.journal.JournalLimits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What stands on the command line. Picocli fills in the fields. */
@Command(
    name = "java -jar " + Options.PROGRAM + ".jar",
    description = {
      "Receives mParticle's Firehose over HTTP: answers each message at once, keeps it in a journal,"
          + " and forwards its audience memberships to Braze."
    },
    optionListHeading = "%nOptions:%n",
    sortOptions = false,
    usageHelpAutoWidth = false,
    usageHelpWidth = 80)
final class Options {
  static final String PROGRAM = "braze-audience-receiver";
  static final String DEFAULT_KEY_VARIABLE = "BRAZE_REST_API_KEY";
  static final String DEFAULT_HOST = "127.0.0.1";
  static final int DEFAULT_PORT = 8080;

  @Option(
      names = "--journal",
      paramLabel = "DIRECTORY",
      description =
          "Where messages are kept until Braze has them. Required; made if it is missing.")
  @Nullable Path journal;

  @Option(
      names = "--journal-limit",
      paramLabel = "MIB",
      description = {
        "How large the journal may become (default: "
            + JournalLimits.DEFAULT_MAX_MIB
            + "); when it is full, mParticle is answered 503 and sends again."
      })
  int journalLimit = JournalLimits.DEFAULT_MAX_MIB;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = {
        "The address to listen on (default: "
            + DEFAULT_HOST
            + "). It speaks no TLS; put a proxy that does in front of it."
      })
  String host = DEFAULT_HOST;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on (default: " + DEFAULT_PORT + "); 0 takes a free one.")
  int port = DEFAULT_PORT;

  @Option(
      names = "--secret-env",
      paramLabel = "NAME",
      description = {
        "The environment variable with a secret that senders must show in the header "
            + Secret.HEADER
            + " (default: none, who reaches the port may send)."
      })
  @Nullable String secretEnv;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What mParticle is told that this is (default: " + PROGRAM + ").")
  String name = PROGRAM;

  @Option(
      names = "--instance",
      paramLabel = "INSTANCE",
      description = "The Braze instance, such as US_03 (the default), EU_01 or \"US 10 Cluster\".")
  @Nullable BrazeInstance instance;

  @Option(
      names = "--rest-endpoint",
      paramLabel = "AUTHORITY",
      description = {
        "Your own REST endpoint, rest.iad-03.braze.com for one, instead of an instance, with a port if need be."
            + " For tests, a server on this machine without TLS: http://127.0.0.1:PORT."
      })
  @Nullable BrazeEndpoints restEndpoint;

  @Option(
      names = "--rest-api-key-env",
      paramLabel = "NAME",
      description = {
        "The environment variable that holds the REST API key (default: "
            + DEFAULT_KEY_VARIABLE
            + ")."
      })
  String restApiKeyEnv = DEFAULT_KEY_VARIABLE;

  @Option(
      names = "--send-segments-as",
      paramLabel = "MODE",
      description = {
        "ARRAY_ATTRIBUTE, ONE_ATTRIBUTE_PER_SEGMENT or ARRAY_AND_PER_SEGMENT; with --store also the modes with"
            + " the string attribute, which need the full membership. Required."
      })
  @Nullable SendSegmentsAs sendSegmentsAs;

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description = {
        "A file that remembers what Braze holds of each user: changes are enough in every mode, only what"
            + " changed is sent, and a renamed audience loses its old attribute. Made if it is missing."
      })
  @Nullable Path store;

  @Option(
      names = "--unknown-users",
      paramLabel = "MEANING",
      description = {
        "With --store, for a change of a user of whom the file knows nothing. reject (the default): it is"
            + " rejected where the full membership is needed. empty: the user was in no audience before."
            + " read-back: Braze is asked, for which the key needs the permission users.export.ids."
      })
  @Nullable UnknownUsers unknownUsers;

  @Option(
      names = "--external-identity-type",
      paramLabel = "TYPE",
      description = "The identity that becomes Braze's external id (default: CUSTOMER_ID).")
  @Nullable IdentityType externalIdentityType;

  @Option(
      names = "--email-identity-type",
      paramLabel = "TYPE",
      description = "The identity that becomes the email (default: EMAIL).")
  @Nullable IdentityType emailIdentityType;

  @Option(
      names = "--device-match",
      paramLabel = "TYPES",
      description = {
        "Device identities, sent as user aliases, for users without an external id (default:"
            + " idfa,android_id), or none."
      })
  @Nullable DeviceMatch deviceMatch;

  @Option(
      names = "--api-key",
      paramLabel = "APP_ID",
      description = "The app identifier for push tokens (default: none are sent).")
  @Nullable String apiKey;

  @Option(
      names = "--api-key-os",
      paramLabel = "OS",
      description = "Send push tokens of this system only: UNSELECTED (the default), IOS, ANDROID.")
  @Nullable ApiKeyOperatingSystem apiKeyOs;

  @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  boolean version;
}
