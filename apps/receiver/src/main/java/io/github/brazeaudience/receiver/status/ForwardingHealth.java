package io.github.brazeaudience.receiver.status;

import io.github.brazeaudience.jdbc.RelayFailure;
import io.github.brazeaudience.receiver.forward.Suspension;
import io.github.brazeaudience.spring.OutboxRelayLifecycle;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@value #DELAYED} while updates wait because something failed. The receiver keeps taking
 * messages, so this is not down.
 */
public final class ForwardingHealth implements HealthIndicator {
  /** The status while updates wait. Its HTTP status is 200. */
  public static final String DELAYED = "DELAYED";

  private final OutboxRelayLifecycle relay;
  private final Suspension suspension;
  private final BacklogMonitor monitor;

  public ForwardingHealth(
      OutboxRelayLifecycle relay, Suspension suspension, BacklogMonitor monitor) {
    this.relay = relay;
    this.suspension = suspension;
    this.monitor = monitor;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    relay.lastFailure().ifPresent(failure -> describe(health.status(DELAYED), failure));
    suspension.cause().ifPresent(cause -> health.status(DELAYED));
    health.withDetail("suspended", suspension.active());
    Backlog backlog = monitor.last();
    if (backlog != null) {
      health
          .withDetail("backlog", backlog.updates())
          .withDetail("oldestSeconds", backlog.oldest().toSeconds())
          .withDetail("rejected", backlog.rejected());
    }
    return health.build();
  }

  private static void describe(Health.Builder health, RelayFailure failure) {
    health
        .withDetail("since", failure.since())
        .withDetail("failed", failure.kind())
        .withDetail("message", failure.message());
    failure.reason().ifPresent(reason -> health.withDetail("reason", reason));
  }
}
