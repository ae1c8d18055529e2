package io.github.brazeaudience.receiver;

import io.github.brazeaudience.receiver.http.Secret;
import io.github.brazeaudience.receiver.journal.JournalLimits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the receiver's server and journal. */
final class ReceiverOptions {
  static final String DEFAULT_NAME = "braze-audience-receiver";
  static final String DEFAULT_HOST = "127.0.0.1";
  static final int DEFAULT_PORT = 8080;

  @Option(
      names = "--journal",
      paramLabel = "DIRECTORY",
      description = "Directory of the journal. Required; created if it is missing.")
  @Nullable Path journal;

  @Option(
      names = "--journal-limit",
      paramLabel = "MIB",
      description = {
        "Maximum size of the journal in MiB (default: "
            + JournalLimits.DEFAULT_MAX_MIB
            + "). When it is full, the response is 503, and mParticle sends the message again."
      })
  int journalLimit = JournalLimits.DEFAULT_MAX_MIB;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = {
        "Address to listen on (default: "
            + DEFAULT_HOST
            + "). The server has no TLS; terminate it in a reverse proxy."
      })
  String host = DEFAULT_HOST;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on (default: " + DEFAULT_PORT + "); 0 takes a free one.")
  int port = DEFAULT_PORT;

  @Option(
      names = "--secret-env",
      paramLabel = "NAME",
      description = {
        "Environment variable with a secret that requests must have in the header "
            + Secret.HEADER
            + " (default: none; all requests are accepted)."
      })
  @Nullable String secretEnv;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name in the registration with mParticle (default: " + DEFAULT_NAME + ").")
  String name = DEFAULT_NAME;
}
