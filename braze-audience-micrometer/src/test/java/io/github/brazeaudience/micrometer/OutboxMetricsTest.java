package io.github.brazeaudience.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.jdbc.OutboxStatus;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

final class OutboxMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private OutboxStatus status = new OutboxStatus(3, Optional.of(Duration.ofMillis(2_500)), 7);
  private boolean failing;

  private OutboxMetrics metrics() {
    return new OutboxMetrics(registry, Tags.of("forwarder", "default"), this::query);
  }

  private OutboxStatus query() {
    if (failing) {
      throw new IllegalStateException("thrown by the test");
    }
    return status;
  }

  private double gauge(String name) {
    return registry.get("braze.audience.outbox." + name).gauge().value();
  }

  @Test
  void gauges_statusOfTheOutbox_showIt() {
    metrics();
    assertThat(gauge("backlog")).isEqualTo(3);
    assertThat(gauge("oldest.age")).isEqualTo(2.5);
    assertThat(gauge("rejected")).isEqualTo(7);

    status = new OutboxStatus(0, Optional.empty(), 0);
    assertThat(gauge("backlog")).isZero();
    assertThat(gauge("oldest.age")).isZero();
  }

  @Test
  void gauges_failingDatabase_areNaNUntilItWorks() {
    metrics();
    failing = true;
    assertThat(gauge("backlog")).isNaN();
    assertThat(gauge("rejected")).isNaN();

    failing = false;
    assertThat(gauge("backlog")).isEqualTo(3);
  }

  @Test
  void of_outboxInADatabase_showsItsBacklog() throws SQLException {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:outbox-metrics;DB_CLOSE_DELAY=-1");
    JdbcOutbox outbox = JdbcOutbox.of(database);
    outbox.createSchema();
    try (var connection = database.getConnection()) {
      outbox.add(connection, List.of(MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"))));
    }
    try (var metrics = OutboxMetrics.of(registry, outbox, "orders", Tags.of("region", "eu"))) {
      assertThat(metrics).isNotNull();
      assertThat(
              registry
                  .get("braze.audience.outbox.backlog")
                  .tags("forwarder", "orders", "region", "eu")
                  .gauge()
                  .value())
          .isEqualTo(1);
      assertThatThrownBy(
              () -> OutboxMetrics.of(registry, outbox, "orders", Tags.of("region", "eu")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("already has the gauge braze.audience.outbox.backlog");
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void of_blankForwarderOrItsTag_isRefused() {
    JdbcOutbox outbox = JdbcOutbox.of(new JdbcDataSource());
    assertThatThrownBy(() -> OutboxMetrics.of(registry, outbox, " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`forwarder` must not be blank");
    assertThatThrownBy(() -> OutboxMetrics.of(registry, outbox, "a", Tags.of("forwarder", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("already have a tag `forwarder`");
  }
}
