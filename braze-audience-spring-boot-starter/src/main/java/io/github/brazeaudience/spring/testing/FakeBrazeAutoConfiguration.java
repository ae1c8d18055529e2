package io.github.brazeaudience.spring.testing;

import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.spring.BrazeAudienceAutoConfiguration;
import io.github.brazeaudience.spring.BrazeConnectionDetails;
import io.github.brazeaudience.testing.FakeBraze;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of {@link EnableFakeBraze}. */
@AutoConfiguration(before = BrazeAudienceAutoConfiguration.class)
final class FakeBrazeAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  FakeBraze fakeBraze() {
    return FakeBraze.start();
  }

  @Bean
  @ConditionalOnMissingBean
  BrazeConnectionDetails fakeBrazeConnectionDetails(FakeBraze braze) {
    return new BrazeConnectionDetails() {
      @Override
      public RestApiKey restApiKey() {
        return braze.restApiKey();
      }

      @Override
      public BrazeEndpoints endpoints() {
        return braze.endpoints();
      }
    };
  }
}
