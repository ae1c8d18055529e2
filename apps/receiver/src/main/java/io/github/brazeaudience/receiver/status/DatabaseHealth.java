package io.github.brazeaudience.receiver.status;

import io.github.brazeaudience.receiver.database.DatabaseState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down while messages are not stored. */
public final class DatabaseHealth implements HealthIndicator {
  private final DatabaseState state;

  public DatabaseHealth(DatabaseState state) {
    this.state = state;
  }

  @Override
  public Health health() {
    return state
        .failure()
        .map(
            failure ->
                Health.down()
                    .withDetail("since", failure.since())
                    .withDetail("reason", failure.reason())
                    .build())
        .orElseGet(() -> Health.up().build());
  }
}
