package io.github.brazeaudience.cli;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.options.UsageException;

/** Builds configurations, with or without a key. */
final class Configurations {
  /** Placeholder for runs that need no key. */
  static final RestApiKey NO_KEY = RestApiKey.of("not-needed");

  private Configurations() {}

  static BrazeAudienceConfig build(BrazeAudienceConfig.Builder builder) throws UsageException {
    try {
      return builder.build();
    } catch (IllegalStateException e) {
      throw UsageException.because(e);
    }
  }

  /** True if the key is not the placeholder. */
  static boolean hasKey(BrazeAudienceConfig config) {
    return !config.restApiKey().equals(NO_KEY);
  }
}
