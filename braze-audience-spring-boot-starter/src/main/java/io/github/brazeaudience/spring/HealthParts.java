package io.github.brazeaudience.spring;

import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.membership.MembershipStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of the health, which the indicators of both versions of Spring Boot report. */
@Configuration(proxyBeanMethods = false)
final class HealthParts {
  @Bean
  ForwarderHealth brazeAudienceForwarderHealth(ForwarderState state) {
    return new ForwarderHealth(state);
  }

  @Bean
  @ConditionalOnSingleCandidate(MembershipStore.class)
  StoreHealth brazeAudienceStoreHealth(MembershipStore store) {
    return new StoreHealth(store);
  }

  /** Needs the module {@code braze-audience-jdbc}. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(JdbcOutbox.class)
  static class Outbox {
    @Bean
    @ConditionalOnSingleCandidate(JdbcOutbox.class)
    OutboxHealth brazeAudienceOutboxHealth(
        JdbcOutbox outbox, ObjectProvider<OutboxRelayLifecycle> relay) {
      return new OutboxHealth(outbox, relay);
    }
  }
}
