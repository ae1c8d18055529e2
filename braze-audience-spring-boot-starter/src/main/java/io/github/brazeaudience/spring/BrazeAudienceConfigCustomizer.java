package io.github.brazeaudience.spring;

import io.github.brazeaudience.config.BrazeAudienceConfig;

/**
 * Callback that changes the configuration after the properties are applied. Beans of this type are
 * called in their order.
 */
@FunctionalInterface
public interface BrazeAudienceConfigCustomizer {
  /** Changes the configuration that is being built. */
  void customize(BrazeAudienceConfig.Builder builder);
}
