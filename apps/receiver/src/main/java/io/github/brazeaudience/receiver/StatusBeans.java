package io.github.brazeaudience.receiver;

import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.receiver.database.DatabaseState;
import io.github.brazeaudience.receiver.forward.Suspension;
import io.github.brazeaudience.receiver.status.Activity;
import io.github.brazeaudience.receiver.status.BacklogMonitor;
import io.github.brazeaudience.receiver.status.DatabaseHealth;
import io.github.brazeaudience.receiver.status.ForwardingHealth;
import io.github.brazeaudience.receiver.status.Outcomes;
import io.github.brazeaudience.receiver.status.ReceiverMeters;
import io.github.brazeaudience.receiver.status.SecurityHeadersFilter;
import io.github.brazeaudience.receiver.status.StatusController;
import io.github.brazeaudience.receiver.status.StatusService;
import io.github.brazeaudience.spring.OutboxRelayLifecycle;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Scheduled;

/** Beans of the health checks, the metrics and the status page. */
@Configuration(proxyBeanMethods = false)
@Import(StatusController.class)
class StatusBeans {
  @Bean
  Activity activity() {
    return new Activity();
  }

  @Bean
  Outcomes outcomes(Activity activity) {
    return new Outcomes(activity);
  }

  @Bean
  ReceiverMeters receiverMeters(
      MeterRegistry registry,
      BacklogMonitor backlog,
      DatabaseState database,
      Suspension suspension,
      Activity activity) {
    return new ReceiverMeters(registry, backlog, database, suspension, activity);
  }

  @Bean
  DatabaseHealth databaseHealthIndicator(DatabaseState state) {
    return new DatabaseHealth(state);
  }

  @Bean
  ForwardingHealth forwardingHealthIndicator(
      OutboxRelayLifecycle relay, Suspension suspension, BacklogMonitor monitor) {
    return new ForwardingHealth(relay, suspension, monitor);
  }

  @Bean
  StatusService statusService(
      ReceiverSettings settings,
      InstantSource clock,
      JdbcOutbox outbox,
      BacklogMonitor backlog,
      Activity activity,
      Outcomes outcomes,
      DatabaseState database,
      Suspension suspension,
      OutboxRelayLifecycle relay) {
    return new StatusService(
        new StatusService.Program(settings.name(), settings.version(), settings.database().place()),
        clock,
        outbox,
        backlog,
        activity,
        outcomes,
        database,
        suspension,
        relay);
  }

  @Bean
  StatusTasks statusTasks(StatusService service) {
    return new StatusTasks(service);
  }

  @Bean
  FilterRegistrationBean<SecurityHeadersFilter> securityHeaders() {
    return new FilterRegistrationBean<>(new SecurityHeadersFilter());
  }

  /** Scheduled tasks of the status page. */
  record StatusTasks(StatusService service) {
    @Scheduled(fixedRateString = "PT15S", initialDelayString = "PT15S")
    void sample() {
      service.sample();
    }
  }
}
