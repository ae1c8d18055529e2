package io.github.brazeaudience.spring;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.jdbc.OutboxListener;
import io.github.brazeaudience.membership.MembershipStore;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The outbox of the properties {@code outbox.*}, and the tables of outbox and store. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JdbcOutbox.class)
final class JdbcConfiguration {
  @Bean
  SchemaLifecycle brazeAudienceSchemaLifecycle(
      BrazeAudienceProperties properties,
      ObjectProvider<MembershipStore> stores,
      ObjectProvider<JdbcOutbox> outboxes) {
    return new SchemaLifecycle(properties, stores, outboxes);
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnProperty(
      prefix = BrazeAudienceProperties.PREFIX,
      name = "outbox.enabled",
      havingValue = "true")
  JdbcOutbox brazeAudienceOutbox(
      ObjectProvider<BrazeAudienceConfig> config,
      BrazeAudienceProperties properties,
      ObjectProvider<DataSource> dataSources) {
    return new OutboxSettings(properties)
        .outbox(Modules.dataSource("outbox.enabled", true, dataSources), config.getIfUnique());
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(JdbcOutbox.class)
  @ConditionalOnProperty(
      prefix = BrazeAudienceProperties.PREFIX,
      name = "outbox.relay.enabled",
      matchIfMissing = true)
  OutboxRelayLifecycle brazeAudienceOutboxRelayLifecycle(
      JdbcOutbox outbox,
      AudienceForwarder forwarder,
      BrazeAudienceProperties properties,
      ObjectProvider<OutboxListener> listeners,
      ForwarderState state) {
    return new OutboxRelayLifecycle(
        () -> {
          var builder = outbox.relay(forwarder).listener(new CombinedOutboxListener(listeners));
          new OutboxSettings(properties).apply(builder);
          return builder.start();
        },
        state);
  }
}
