package io.github.brazeaudience.receiver;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.mparticle.ModuleRegistration;
import io.github.brazeaudience.options.EnvironmentVariables;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.receiver.database.DatabaseSettings;
import io.github.brazeaudience.receiver.intake.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds the settings from the options and the environment. */
final class SettingsFactory {
  private static final int LARGEST_PORT = 65_535;
  private static final Pattern PATH = Pattern.compile("/|(/[A-Za-z0-9._~-]+)+");

  /** The paths of the health checks, the metrics and the status page. */
  private static final Pattern RESERVED_PATH =
      Pattern.compile("/(health(/.*)?|metrics|error|webjars/.*|status\\..*|index\\.html)");

  private final ReceiveCommand command;
  private final ReceiverOptions options;
  private final Map<String, String> environment;

  SettingsFactory(ReceiveCommand command, Map<String, String> environment) {
    this.command = command;
    this.options = command.receiver;
    this.environment = environment;
  }

  ReceiverSettings settings(String version) throws UsageException {
    BrazeAudienceConfig config = config();
    check();
    try {
      return new ReceiverSettings(
          options.name,
          version,
          config,
          InetAddress.getByName(options.host),
          options.port,
          options.path,
          secret(),
          ModuleRegistration.of(options.name, version, config),
          DatabaseSettings.parse(
              options.database,
              options.databaseUser,
              secretOf(options.databasePasswordEnv, "--database-password-env", "the password")),
          store(),
          options.maxBacklog);
    } catch (UnknownHostException e) {
      throw new UsageException("--host names no address; write 127.0.0.1, for example");
    } catch (IllegalArgumentException e) {
      throw UsageException.because(e);
    }
  }

  private BrazeAudienceConfig config() throws UsageException {
    SendSegmentsAs mode = command.segments.sendSegmentsAs();
    if (mode == null || (mode.single() && command.store.file() == null)) {
      throw new UsageException(
          "--send-segments-as must be ARRAY_ATTRIBUTE, ONE_ATTRIBUTE_PER_SEGMENT or ARRAY_AND_PER_SEGMENT: the"
              + " string attribute needs the full membership, which mParticle's messages do not have; for"
              + " the other modes add --store FILE");
    }
    command.store.requireFor("--unknown-users", command.unknownUsers.unknownUsers() != null);
    BrazeAudienceConfig.Builder builder = BrazeAudienceConfig.builder();
    command.segments.applyTo(builder);
    command.profile.applyTo(builder);
    command.connection.applyTo(builder);
    try {
      return builder.restApiKey(command.connection.restApiKey(environment)).build();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw UsageException.because(e);
    }
  }

  private void check() throws UsageException {
    if (options.journal != null) {
      OldJournal.requireEmpty(options.journal);
    }
    requireRange("--port", options.port, 0, LARGEST_PORT);
    requireRange("--max-backlog", options.maxBacklog, 1, Long.MAX_VALUE);
    if (!PATH.matcher(options.path).matches() || RESERVED_PATH.matcher(options.path).matches()) {
      throw new UsageException(
          "--path must begin with / and contain letters, digits, and the characters ._~- between"
              + " slashes, and must not be a path of the status page, the metrics or the health checks;"
              + " write /messages, for example");
    }
  }

  private static void requireRange(String option, long value, long smallest, long largest)
      throws UsageException {
    if (value < smallest || value > largest) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%s must be from %d to %d, but was %d",
              option,
              smallest,
              largest,
              value));
    }
  }

  private Secret secret() throws UsageException {
    String secret = secretOf(options.secretEnv, "--secret-env", "the secret");
    return secret == null ? Secret.none() : Secret.of(secret);
  }

  private @Nullable String secretOf(@Nullable String variable, String option, String content)
      throws UsageException {
    return variable == null
        ? null
        : EnvironmentVariables.read(environment, variable, option, content);
  }

  private StoreSettings store() throws UsageException {
    String store = command.store.file();
    if (store == null) {
      return new StoreSettings.None();
    }
    UnknownUsers unknownUsers =
        command.unknownUsers.applyTo(MembershipPolicy.defaults()).unknownUsers();
    if (store.equals(options.database)) {
      return new StoreSettings.InDatabase(unknownUsers);
    }
    if (store.startsWith("jdbc:")) {
      throw new UsageException(
          "--store takes the name of a file, or the value of --database to use the same database");
    }
    return new StoreSettings.InFile(Path.of(store), unknownUsers);
  }
}
