package io.github.brazeaudience.receiver;

import io.github.brazeaudience.receiver.intake.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the receiver's server and database. */
final class ReceiverOptions {
  static final String DEFAULT_DATABASE = "braze-audience-receiver";
  static final String DEFAULT_NAME = "braze-audience-receiver";
  static final String DEFAULT_HOST = "127.0.0.1";
  static final int DEFAULT_PORT = 8080;
  static final String DEFAULT_PATH = "/";
  static final long DEFAULT_MAX_BACKLOG = 5_000_000;

  @Option(
      names = "--database",
      paramLabel = "FILE|URL",
      description = {
        "Database that keeps messages until they are forwarded: a file (default: "
            + DEFAULT_DATABASE
            + "), created if it is missing, or jdbc:postgresql://HOST/NAME, which several receivers may"
            + " share."
      })
  String database = DEFAULT_DATABASE;

  @Option(names = "--database-user", paramLabel = "NAME", description = "User of the database.")
  @Nullable String databaseUser;

  @Option(
      names = "--database-password-env",
      paramLabel = "NAME",
      description = "Environment variable with the password of the database.")
  @Nullable String databasePasswordEnv;

  @Option(
      names = "--max-backlog",
      paramLabel = "UPDATES",
      description = {
        "Maximum number of updates that wait to be forwarded (default: "
            + DEFAULT_MAX_BACKLOG
            + "). Above it, the response is 503, and mParticle sends the message again."
      })
  long maxBacklog = DEFAULT_MAX_BACKLOG;

  @Option(
      names = "--journal",
      paramLabel = "DIRECTORY",
      description = {
        "Journal of an earlier version. The receiver refuses to start while it has messages that are not"
            + " forwarded."
      })
  @Nullable Path journal;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address to listen on (default: " + DEFAULT_HOST + ").")
  String host = DEFAULT_HOST;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on (default: " + DEFAULT_PORT + "); 0 takes a free one.")
  int port = DEFAULT_PORT;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "Path that messages are posted to (default: " + DEFAULT_PATH + ").")
  String path = DEFAULT_PATH;

  @Option(
      names = "--secret-env",
      paramLabel = "NAME",
      description = {
        "Environment variable with a secret that messages must have in the header "
            + Secret.HEADER
            + " (default: none; all messages are accepted)."
      })
  @Nullable String secretEnv;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name in the registration with mParticle (default: " + DEFAULT_NAME + ").")
  String name = DEFAULT_NAME;
}
