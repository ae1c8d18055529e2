package io.github.brazeaudience.receiver;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.jdbc.JdbcMembershipStore;
import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.micrometer.ForwarderMetrics;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.options.TransportFactory;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.receiver.database.RenameTable;
import io.github.brazeaudience.receiver.forward.OutcomeLog;
import io.github.brazeaudience.receiver.forward.Relay;
import io.github.brazeaudience.receiver.forward.RenameRule;
import io.github.brazeaudience.receiver.forward.Renames;
import io.github.brazeaudience.receiver.forward.Suspension;
import io.github.brazeaudience.receiver.status.Activity;
import io.github.brazeaudience.receiver.status.Outcomes;
import io.github.brazeaudience.store.FileMembershipStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Scheduled;

/** Beans that forward the outbox. */
@Configuration(proxyBeanMethods = false)
class ForwardingBeans {
  /** Time that the end of the receiver waits for responses of Braze. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The membership store, if there is one. Closed with the context. */
  record Store(Optional<Membership> membership) implements AutoCloseable {
    @Override
    public void close() {
      membership.ifPresent(Membership::close);
    }
  }

  @Bean
  Store store(ReceiverSettings settings, javax.sql.DataSource dataSource, JdbcOutbox outbox)
      throws UsageException {
    StoreSettings store = settings.store();
    if (store instanceof StoreSettings.InFile file) {
      try {
        return new Store(
            Optional.of(new Membership(FileMembershipStore.open(file.file()), file.policy())));
      } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
        throw new UsageException("--store: " + e.getMessage());
      }
    }
    if (store instanceof StoreSettings.InDatabase database) {
      JdbcMembershipStore inDatabase = JdbcMembershipStore.of(dataSource);
      inDatabase.createSchema();
      return new Store(Optional.of(new Membership(inDatabase, database.policy())));
    }
    return new Store(Optional.empty());
  }

  @Bean
  Suspension suspension(InstantSource clock) {
    return new Suspension(clock);
  }

  @Bean
  ForwarderMetrics forwarderMetrics(MeterRegistry registry) {
    return ForwarderMetrics.of(registry);
  }

  @Bean
  AudienceForwarder forwarder(
      ReceiverSettings settings,
      TransportFactory transports,
      RateLimiter limiter,
      Store store,
      Suspension suspension,
      Activity activity,
      ForwarderMetrics metrics) {
    AudienceForwarderBuilder builder =
        AudienceForwarder.builder(settings.config(), transports.create())
            .rateLimiter(limiter)
            .retryPolicy(settings.pace().retry())
            .minUserWriteInterval(settings.pace().userInterval())
            .listener(
                ForwarderListener.combine(
                    suspension, ForwarderListener.combine(activity, metrics)));
    store
        .membership()
        .ifPresent(membership -> builder.membership(membership.store(), membership.policy()));
    return builder.build();
  }

  @Bean
  OutcomeLog outcomeLog(Notices notices) {
    return new OutcomeLog(notices);
  }

  @Bean
  Relay relay(
      JdbcOutbox outbox,
      AudienceForwarder forwarder,
      ReceiverSettings settings,
      Outcomes outcomes,
      OutcomeLog log) {
    return new Relay(
        outbox
            .relay(forwarder)
            .redeliver(settings.pace().redelivery())
            .minUserWriteInterval(settings.pace().userInterval())
            .pollInterval(settings.pace().poll())
            .closeTimeout(PATIENCE)
            .listener(outcomes),
        log);
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
      Notices notices) {
    Renames renames =
        new Renames(table, outbox, forwarder, settings.pace().redelivery(), clock, notices);
    return new ForwardingTasks(renames, settings.store().isPresent(), log);
  }

  /** What is done regularly while updates are forwarded. */
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
