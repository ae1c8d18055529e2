package io.github.brazeaudience.spring;

import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.jdbc.OutboxStatus;
import io.github.brazeaudience.jdbc.RelayFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/** Part of the health: the backlog of the outbox, and the failure of its relay. */
final class OutboxHealth implements HealthReport.Part {
  private final JdbcOutbox outbox;
  private final ObjectProvider<OutboxRelayLifecycle> lifecycle;

  OutboxHealth(JdbcOutbox outbox, ObjectProvider<OutboxRelayLifecycle> lifecycle) {
    this.outbox = outbox;
    this.lifecycle = lifecycle;
  }

  @Override
  public boolean addTo(Map<String, Object> details) {
    Map<String, Object> outboxDetails = new LinkedHashMap<>();
    details.put("outbox", outboxDetails);
    boolean relayWorks = addRelay(outboxDetails);
    return addStatus(outboxDetails) && relayWorks;
  }

  private boolean addStatus(Map<String, Object> details) {
    try {
      OutboxStatus status = outbox.recentStatus();
      details.put("backlog", status.backlog());
      status.oldestAge().ifPresent(age -> details.put("oldestAge", age.toString()));
      details.put("rejected", status.rejected());
      return true;
    } catch (RuntimeException e) {
      // The message can contain the address of the database.
      details.put("database", "fails with " + e.getClass().getSimpleName());
      return false;
    }
  }

  private boolean addRelay(Map<String, Object> details) {
    Optional<OutboxRelayLifecycle> relay = Optional.ofNullable(lifecycle.getIfAvailable());
    details.put(
        "relay",
        relay.flatMap(OutboxRelayLifecycle::relay).isPresent() ? "running" : "not running");
    Optional<RelayFailure> failure = relay.flatMap(OutboxRelayLifecycle::lastFailure);
    failure.ifPresent(
        it -> {
          Map<String, Object> failureDetails = new LinkedHashMap<>();
          failureDetails.put("kind", it.kind().name());
          failureDetails.put("since", it.since().toString());
          it.reason().ifPresent(reason -> failureDetails.put("reason", reason.name()));
          details.put("failure", failureDetails);
        });
    return failure.isEmpty();
  }
}
