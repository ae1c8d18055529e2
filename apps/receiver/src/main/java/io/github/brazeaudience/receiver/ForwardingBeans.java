package io.github.brazeaudience.receiver;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.receiver.database.RenameTable;
import io.github.brazeaudience.receiver.forward.OutcomeLog;
import io.github.brazeaudience.receiver.forward.RenameRule;
import io.github.brazeaudience.receiver.forward.Renames;
import io.github.brazeaudience.receiver.forward.Suspension;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Scheduled;

/** Beans that observe the forwarding of the outbox, and rename audiences. */
@Configuration(proxyBeanMethods = false)
class ForwardingBeans {
  @Bean
  Suspension suspension(InstantSource clock) {
    return new Suspension(clock);
  }

  @Bean(destroyMethod = "report")
  OutcomeLog outcomeLog(Notices notices) {
    return new OutcomeLog(notices);
  }

  @Bean
  RenameRule renameRule(ReceiverSettings settings) {
    return RenameRule.of(settings.config(), settings.store().isPresent());
  }

  @Bean
  ForwardingTasks forwardingTasks(
      RenameTable table,
      JdbcOutbox outbox,
      AudienceForwarder forwarder,
      ReceiverSettings settings,
      InstantSource clock,
      OutcomeLog log,
      Notices notices,
      @Value("${braze.audience.outbox.relay.redelivery.initial-backoff:1s}")
          Duration initialBackoff,
      @Value("${braze.audience.outbox.relay.redelivery.max-backoff:1m}") Duration maxBackoff) {
    RedeliveryPolicy policy = RedeliveryPolicy.defaults().withBackoff(initialBackoff, maxBackoff);
    Renames renames = new Renames(table, outbox, forwarder, policy, clock, notices);
    return new ForwardingTasks(renames, settings.store().isPresent(), log);
  }

  /** Scheduled tasks of the forwarding. */
  record ForwardingTasks(Renames renames, boolean remembers, OutcomeLog log) {
    @Scheduled(fixedDelayString = "PT5S")
    void report() {
      log.report();
    }

    @Scheduled(fixedDelayString = "PT2S")
    void rename() {
      if (remembers) {
        renames.proceed();
      }
    }
  }
}
