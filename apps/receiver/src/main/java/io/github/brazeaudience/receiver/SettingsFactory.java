package io.github.brazeaudience.receiver;

import io.github.brazeaudience.AudienceQueueBuilder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.mparticle.ModuleRegistration;
import io.github.brazeaudience.options.EnvironmentVariables;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.receiver.forward.Backoff;
import io.github.brazeaudience.receiver.http.Secret;
import io.github.brazeaudience.receiver.journal.JournalLimits;
import io.github.brazeaudience.store.FileMembershipStore;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the configuration and the settings from the options and the environment. */
final class SettingsFactory {
  private static final int LARGEST_PORT = 65_535;

  private final ReceiveCommand command;
  private final ReceiverOptions options;
  private final Map<String, String> environment;

  SettingsFactory(ReceiveCommand command, Map<String, String> environment) {
    this.command = command;
    this.options = command.receiver;
    this.environment = environment;
  }

  BrazeAudienceConfig config() throws UsageException {
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

  ReceiverSettings settings(BrazeAudienceConfig config, String version) throws UsageException {
    if (options.journal == null || options.journal.toString().isEmpty()) {
      throw new UsageException("--journal DIRECTORY is missing; name the directory of the journal");
    }
    if (options.port < 0 || options.port > LARGEST_PORT) {
      throw new UsageException(
          String.format(
              Locale.ROOT, "--port must be from 0 to %d, but was %d", LARGEST_PORT, options.port));
    }
    if (options.journalLimit < JournalLimits.SMALLEST_MAX_MIB) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--journal-limit must be at least %d, but was %d",
              JournalLimits.SMALLEST_MAX_MIB,
              options.journalLimit));
    }
    InetSocketAddress address = new InetSocketAddress(options.host, options.port);
    if (address.isUnresolved()) {
      throw new UsageException("--host names no address; write 127.0.0.1, for example");
    }
    try {
      return new ReceiverSettings(
          address,
          options.journal,
          JournalLimits.ofMib(options.journalLimit),
          options.secretEnv == null
              ? Secret.none()
              : Secret.of(
                  EnvironmentVariables.read(
                      environment, options.secretEnv, "--secret-env", "the secret")),
          ModuleRegistration.of(options.name, version, config),
          AudienceQueueBuilder.DEFAULT_LINGER,
          Backoff.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw UsageException.because(e);
    }
  }

  /** Opens the file of {@code --store}, if it is given. */
  @Nullable Membership membership() throws UsageException {
    String file = command.store.file();
    if (file == null) {
      return null;
    }
    try {
      return new Membership(
          FileMembershipStore.open(Path.of(file)),
          command.unknownUsers.applyTo(MembershipPolicy.defaults()));
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
      throw new UsageException("--store: " + e.getMessage());
    }
  }
}
