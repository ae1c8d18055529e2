package io.github.brazeaudience.examples.spring;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.micrometer.ForwarderMetrics;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Creates the forwarder and the queue. At shutdown Spring closes {@code AutoCloseable} beans before
 * their dependencies: the web server stops, then the queue sends its updates, then the forwarder
 * closes with its transport.
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
        .arrayMaxLength(properties.arrayMaxLength())
        .maxObjectsPerRequest(properties.maxObjectsPerRequest())
        .build();
  }

  @Bean
  ForwarderMetrics forwarderMetrics(MeterRegistry registry) {
    return ForwarderMetrics.of(registry);
  }

  @Bean
  AudienceForwarder audienceForwarder(BrazeAudienceConfig config, ForwarderMetrics metrics) {
    return AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
        .listener(metrics)
        .build();
  }

  @Bean
  AudienceQueue audienceQueue(AudienceForwarder forwarder, ForwarderMetrics metrics) {
    AudienceQueue queue = forwarder.queue().build();
    metrics.monitor(queue, "memberships");
    return queue;
  }
}
