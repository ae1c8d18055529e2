package io.github.brazeaudience.examples.spring;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.examples.micrometer.BrazeAudienceMetrics;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * One forwarder and one queue for the service. Spring closes what is {@code AutoCloseable}, users
 * before what they use: first the web server takes no more requests, then the queue sends what it
 * holds, then the forwarder closes, and its transport with it.
 */
@Configuration(proxyBeanMethods = false)
class BrazeConfiguration {
  @Bean
  @ConditionalOnMissingBean
  BrazeAudienceConfig brazeAudienceConfig(BrazeProperties properties) {
    return BrazeAudienceConfig.builder()
        .restApiKey(properties.restApiKey())
        .instance(BrazeInstance.parse(properties.instance()))
        .sendSegmentsAs(SendSegmentsAs.parse(properties.sendSegmentsAs()))
        .build();
  }

  @Bean
  BrazeAudienceMetrics brazeAudienceMetrics(MeterRegistry registry) {
    return BrazeAudienceMetrics.of(registry);
  }

  @Bean
  AudienceForwarder audienceForwarder(BrazeAudienceConfig config, BrazeAudienceMetrics metrics) {
    return AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
        .listener(metrics)
        .build();
  }

  @Bean
  AudienceQueue audienceQueue(AudienceForwarder forwarder) {
    return forwarder.queue().build();
  }
}
