package io.github.brazeaudience.spring;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.AudienceQueueBuilder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.transport.BrazeTransport;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of a forwarder and a queue. Each bean can be replaced by one of the
 * application. At shutdown the web server stops, then the queue sends its updates, then the
 * forwarder closes with its transport, then the membership store.
 */
@SuppressWarnings("exports") // What the annotations name is not part of the API.
@AutoConfiguration(
    afterName = {
      // Spring Boot 3.5
      "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration",
      // Spring Boot 4
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
    })
@ConditionalOnProperty(
    prefix = BrazeAudienceProperties.PREFIX,
    name = "enabled",
    matchIfMissing = true)
@EnableConfigurationProperties(BrazeAudienceProperties.class)
@Import({
  StoreConfiguration.class,
  JdbcConfiguration.class,
  TransactionalOutboxConfiguration.class,
  OutboxModuleCheck.class,
  MetricsConfiguration.class,
  HealthConfiguration.class,
  SanitizingConfiguration.class
})
public final class BrazeAudienceAutoConfiguration {
  BrazeAudienceAutoConfiguration() {}

  @Bean
  @ConfigurationPropertiesBinding
  static LabelConverter brazeAudienceLabelConverter() {
    return new LabelConverter();
  }

  /** Not created for an application with its own forwarder, which may need no properties. */
  @Bean
  @ConditionalOnMissingBean({BrazeAudienceConfig.class, AudienceForwarder.class})
  BrazeAudienceConfig brazeAudienceConfig(
      BrazeAudienceProperties properties,
      ObjectProvider<BrazeConnectionDetails> details,
      ObjectProvider<BrazeAudienceConfigCustomizer> customizers) {
    return ConfigFactory.create(
        properties,
        details.getIfAvailable(),
        builder -> customizers.orderedStream().forEach(it -> it.customize(builder)));
  }

  @Bean
  @ConditionalOnMissingBean({BrazeTransport.class, AudienceForwarder.class})
  BrazeTransport brazeTransport() {
    return OkHttpBrazeTransport.create();
  }

  @Bean
  ForwarderState brazeAudienceForwarderState() {
    return new ForwarderState(Clock.systemUTC());
  }

  @Bean
  @ConditionalOnMissingBean
  AudienceForwarder audienceForwarder(
      BrazeAudienceConfig config,
      BrazeTransport transport,
      BrazeAudienceProperties properties,
      ObjectProvider<MembershipStore> store,
      ObjectProvider<ForwarderListener> listeners,
      ObjectProvider<AudienceForwarderCustomizer> customizers) {
    AudienceForwarderBuilder builder = AudienceForwarder.builder(config, transport);
    var settings = new DeliverySettings(properties);
    settings.apply(builder);
    store.ifAvailable(it -> builder.membership(it, settings.membershipPolicy()));
    listeners.orderedStream().reduce(ForwarderListener::combine).ifPresent(builder::listener);
    customizers.orderedStream().forEach(it -> it.customize(builder));
    return builder.build();
  }

  /** The lifecycle closes the queue, because closing it may take longer than a shutdown may. */
  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(AudienceForwarder.class)
  @ConditionalOnProperty(
      prefix = BrazeAudienceProperties.PREFIX,
      name = "queue.enabled",
      matchIfMissing = true)
  AudienceQueue audienceQueue(
      AudienceForwarder forwarder,
      BrazeAudienceProperties properties,
      ObjectProvider<AudienceQueueCustomizer> customizers) {
    AudienceQueueBuilder builder = forwarder.queue();
    new DeliverySettings(properties).apply(builder);
    customizers.orderedStream().forEach(it -> it.customize(builder));
    return builder.build();
  }

  @Bean
  QueueLifecycle brazeAudienceQueueLifecycle(
      ObjectProvider<AudienceQueue> queues, ApplicationContext context) {
    return new QueueLifecycle(queues, context);
  }

  @Bean
  @ConditionalOnSingleCandidate(AudienceForwarder.class)
  PreflightLifecycle brazeAudiencePreflightLifecycle(
      AudienceForwarder forwarder, BrazeAudienceProperties properties) {
    return new PreflightLifecycle(properties.preflight(), forwarder);
  }
}
