package io.github.brazeaudience.spring;

import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.jdbc.OutboxListener;
import io.github.brazeaudience.micrometer.ForwarderMetrics;
import io.github.brazeaudience.micrometer.OutboxMetrics;
import io.github.brazeaudience.outcome.UserOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Adds the meters of {@code braze-audience-micrometer} if the module is on the class path and the
 * application has a {@code MeterRegistry}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ForwarderMetrics.class)
@ConditionalOnBean(MeterRegistry.class)
final class MetricsConfiguration {
  @Bean
  @ConditionalOnMissingBean
  ForwarderMetrics brazeAudienceMetrics(
      MeterRegistry registry, BrazeAudienceProperties properties) {
    return ForwarderMetrics.of(registry, properties.name());
  }

  /** The gauges of a queue have the name of its bean as the tag {@code queue}. */
  @Bean
  SmartInitializingSingleton brazeAudienceQueueMetrics(
      ForwarderMetrics metrics, ListableBeanFactory beans) {
    return () ->
        beans
            .getBeansOfType(AudienceQueue.class)
            .forEach((name, queue) -> metrics.monitor(queue, name));
  }

  /** The gauges of the outbox, and the counts of its outcomes, which have no other handler. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(OutboxListener.class)
  static class Outbox {
    @Bean
    @ConditionalOnSingleCandidate(JdbcOutbox.class)
    @ConditionalOnMissingBean
    OutboxMetrics brazeAudienceOutboxGauges(
        MeterRegistry registry, JdbcOutbox outbox, BrazeAudienceProperties properties) {
      return OutboxMetrics.of(registry, outbox, properties.name());
    }

    @Bean
    OutboxListener brazeAudienceOutboxMetrics(ForwarderMetrics metrics) {
      return new OutboxListener() {
        @Override
        public void outcome(UserOutcome outcome) {
          metrics.handle(outcome);
        }
      };
    }
  }
}
