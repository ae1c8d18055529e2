package io.github.brazeaudience.spring;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hides the key in the endpoints of the actuator. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SanitizingFunction.class)
final class SanitizingConfiguration {
  @Bean
  KeySanitizer brazeAudienceKeySanitizer(ObjectProvider<BrazeAudienceConfig> configs) {
    return new KeySanitizer(configs);
  }
}
