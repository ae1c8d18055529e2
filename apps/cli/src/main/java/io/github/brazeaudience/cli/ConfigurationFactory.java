package io.github.brazeaudience.cli;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes the configuration from the options and the environment. */
final class ConfigurationFactory {
  /** Stands for the key where nothing is sent. */
  private static final RestApiKey NO_KEY = RestApiKey.of("not-needed");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Options options;
  private final Map<String, String> environment;

  ConfigurationFactory(Options options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  /** The configuration for Braze itself, or for a run that sends nothing. */
  BrazeAudienceConfig forBraze() throws UsageException {
    BrazeAudienceConfig.Builder builder = common();
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
      builder.endpoints(Endpoint.parse(options.restEndpoint));
    }
    return build(builder.restApiKey(options.dryRun ? keyOfDryRun() : restApiKey()));
  }

  /** The configuration of a demo; its endpoints and key are those of the fake, once it runs. */
  BrazeAudienceConfig forDemo() throws UsageException {
    if (options.instance != null || options.restEndpoint != null || options.dryRun) {
      throw new UsageException(
          "--demo talks to a Braze of its own; leave out --instance, --rest-endpoint and --dry-run");
    }
    if (options.proxy != null) {
      throw new UsageException("--demo talks to a Braze inside this process; leave out --proxy");
    }
    if (options.store != null
        || options.checkpoint != null
        || options.retire != null
        || options.rename != null) {
      throw new UsageException(
          "--demo talks to a Braze that ends with it; leave out --store, --retire, --rename and --checkpoint");
    }
    BrazeAudienceConfig.Builder builder = common().restApiKey(NO_KEY);
    if (options.sendSegmentsAs == null) {
      builder.sendSegmentsAs(SendSegmentsAs.SINGLE_AND_PER_SEGMENT);
    }
    return build(builder);
  }

  private BrazeAudienceConfig.Builder common() throws UsageException {
    BrazeAudienceConfig.Builder builder = BrazeAudienceConfig.builder();
    if (options.apiKey != null) {
      if (options.apiKey.isBlank()) {
        throw new UsageException("--api-key is blank; leave it out to send no push tokens");
      }
      builder.apiKey(options.apiKey);
    }
    if (options.apiKeyOs != null) {
      builder.apiKeyOperatingSystem(options.apiKeyOs);
    }
    if (options.sendSegmentsAs != null) {
      builder.sendSegmentsAs(options.sendSegmentsAs);
    }
    if (options.externalIdentityType != null) {
      builder.externalIdentityType(options.externalIdentityType);
    }
    if (options.emailIdentityType != null) {
      builder.emailIdentityType(options.emailIdentityType);
    }
    if (options.deviceMatch != null) {
      try {
        builder.deviceMatch(options.deviceMatch.aliases());
      } catch (IllegalArgumentException e) {
        throw new UsageException(inOptions(e, "`deviceMatch`", "--device-match"));
      }
    }
    return builder;
  }

  /** Whether the configuration has a key, be it needed or not. */
  static boolean hasKey(BrazeAudienceConfig config) {
    return !config.restApiKey().equals(NO_KEY);
  }

  /** Nothing is sent, but the key tells which records of a store are meant. */
  private RestApiKey keyOfDryRun() throws UsageException {
    String key = environment.getOrDefault(options.restApiKeyEnv, "");
    return options.store == null || key.isBlank() ? NO_KEY : restApiKey();
  }

  private RestApiKey restApiKey() throws UsageException {
    String variable = options.restApiKeyEnv;
    if (!VARIABLE.matcher(variable).matches()) {
      throw new UsageException(
          "--rest-api-key-env takes the name of an environment variable, not the key itself; write "
              + Options.DEFAULT_KEY_VARIABLE
              + ", say");
    }
    String key = environment.get(variable);
    if (key == null || key.isBlank()) {
      throw new UsageException(
          "the environment variable \"%s\" %s; export it with a REST API key that has the permission users.track"
              .formatted(variable, key == null ? "is not set" : "is empty"));
    }
    try {
      return RestApiKey.of(key);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          inOptions(e, "`restApiKey`", "the key in the environment variable \"" + variable + "\""));
    }
  }

  private static BrazeAudienceConfig build(BrazeAudienceConfig.Builder builder)
      throws UsageException {
    try {
      return builder.build();
    } catch (IllegalStateException e) {
      throw UsageException.because(e);
    }
  }

  private static String inOptions(Exception e, String setting, String option) {
    return String.valueOf(e.getMessage()).replace(setting, option);
  }
}
