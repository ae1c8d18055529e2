package io.github.brazeaudience.receiver;

import io.github.brazeaudience.AudienceQueueBuilder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.mparticle.ModuleRegistration;
import io.github.brazeaudience.receiver.forward.Backoff;
import io.github.brazeaudience.receiver.http.Secret;
import io.github.brazeaudience.receiver.journal.JournalLimits;
import io.github.brazeaudience.store.FileMembershipStore;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the configuration and the settings from the options and the environment. */
final class SettingsFactory {
  private static final int LARGEST_PORT = 65_535;
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Options options;
  private final Map<String, String> environment;

  SettingsFactory(Options options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  BrazeAudienceConfig config() throws UsageException {
    if (options.sendSegmentsAs == null
        || (options.sendSegmentsAs.single() && options.store == null)) {
      throw new UsageException(
          "--send-segments-as must be ARRAY_ATTRIBUTE, ONE_ATTRIBUTE_PER_SEGMENT or ARRAY_AND_PER_SEGMENT: the"
              + " string attribute needs the full membership, which no message of mParticle's has; for the"
              + " other modes name a --store FILE that remembers it");
    }
    if (options.unknownUsers != null && options.store == null) {
      throw new UsageException("--unknown-users needs what --store FILE remembers; name that file");
    }
    BrazeAudienceConfig.Builder builder =
        BrazeAudienceConfig.builder().sendSegmentsAs(options.sendSegmentsAs);
    addInstance(builder);
    if (options.externalIdentityType != null) {
      builder.externalIdentityType(options.externalIdentityType);
    }
    if (options.emailIdentityType != null) {
      builder.emailIdentityType(options.emailIdentityType);
    }
    if (options.apiKeyOs != null) {
      builder.apiKeyOperatingSystem(options.apiKeyOs);
    }
    try {
      if (options.deviceMatch != null) {
        builder.deviceMatch(options.deviceMatch.aliases());
      }
      if (options.apiKey != null) {
        builder.apiKey(options.apiKey);
      }
      String key = variable(options.restApiKeyEnv, "--rest-api-key-env");
      return builder.restApiKey(RestApiKey.of(key)).build();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private void addInstance(BrazeAudienceConfig.Builder builder) throws UsageException {
    if (options.instance != null && options.restEndpoint != null) {
      throw new UsageException(
          "--instance and --rest-endpoint are both given; an endpoint of your own needs no instance, so"
              + " leave one of them out");
    }
    if (options.instance == BrazeInstance.CUSTOM) {
      throw new UsageException(
          "--instance CUSTOM has no endpoint; write --rest-endpoint AUTHORITY instead, which implies it");
    }
    if (options.instance != null) {
      builder.instance(options.instance);
    }
    if (options.restEndpoint != null) {
      builder.endpoints(options.restEndpoint);
    }
  }

  ReceiverSettings settings(BrazeAudienceConfig config, String version) throws UsageException {
    if (options.journal == null || options.journal.toString().isEmpty()) {
      throw new UsageException("--journal DIRECTORY is missing; messages are kept there");
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
      throw new UsageException("--host names no address of this machine; write 127.0.0.1, say");
    }
    try {
      return new ReceiverSettings(
          address,
          options.journal,
          JournalLimits.ofMib(options.journalLimit),
          options.secretEnv == null
              ? Secret.none()
              : Secret.of(variable(options.secretEnv, "--secret-env")),
          ModuleRegistration.of(options.name, version, config),
          AudienceQueueBuilder.DEFAULT_LINGER,
          Backoff.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Opens the file of {@code --store}, if it is given. */
  @Nullable Membership membership() throws UsageException {
    if (options.store == null) {
      return null;
    }
    MembershipPolicy policy = MembershipPolicy.defaults();
    if (options.unknownUsers != null) {
      policy = policy.withUnknownUsers(options.unknownUsers);
    }
    try {
      return new Membership(FileMembershipStore.open(options.store), policy);
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
      throw new UsageException("--store: " + e.getMessage());
    }
  }

  private String variable(String name, String option) throws UsageException {
    if (!VARIABLE.matcher(name).matches()) {
      throw new UsageException(
          option + " takes the name of an environment variable, not what is in it");
    }
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "the environment variable \"%s\" of %s %s; export it",
              name,
              option,
              value == null ? "is not set" : "is empty"));
    }
    return value;
  }
}
