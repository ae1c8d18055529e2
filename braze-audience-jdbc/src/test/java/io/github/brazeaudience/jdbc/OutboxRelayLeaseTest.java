package io.github.brazeaudience.jdbc;

import static io.github.brazeaudience.jdbc.OutboxFixture.add;
import static io.github.brazeaudience.jdbc.OutboxFixture.await;
import static io.github.brazeaudience.jdbc.OutboxFixture.awaitEmpty;
import static io.github.brazeaudience.jdbc.OutboxFixture.count;
import static io.github.brazeaudience.jdbc.OutboxFixture.execute;
import static io.github.brazeaudience.jdbc.OutboxFixture.newOutbox;
import static io.github.brazeaudience.jdbc.OutboxFixture.snapshot;
import static io.github.brazeaudience.jdbc.OutboxFixture.tableOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Leases of the users of a relay. */
@Timeout(120)
class OutboxRelayLeaseTest extends OutboxRelayFixture {
  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_leaseOfAnotherEnded_takesOverItsUsersAndTheOtherOneRecordsNothing(
      String name, DataSource source) throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    String table = tableOf(outbox);
    add(source, outbox, snapshot("u-1", 1));
    braze.hold();
    // It does not extend its lease, and does not notice that it ends.
    RelayLease.Timing timing = new RelayLease.Timing(HOUR, Duration.ZERO, HOUR);
    try (OutboxRelay slow = relayOf(outbox).lease(timing).start()) {
      await(() -> braze.requests() == 1);
      add(source, outbox, snapshot("u-1", 2));
      execute(
          source,
          "UPDATE %s_relay SET alive_until = alive_until - INTERVAL '2' HOUR".formatted(table));
      otherBraze.hold();
      // It looks for leases that have ended more often than every 10 s.
      RelayLease.Timing often = new RelayLease.Timing(HOUR, Duration.ZERO, Duration.ofMillis(10));
      try (OutboxRelay other = OutboxFixture.relayOf(outbox, otherForwarder).lease(often).start()) {
        await(() -> otherBraze.requests() == 1);

        braze.release();
        await(() -> count(source, table + "_relay") == 1 && braze.written().size() == 1);
        assertThat(outbox.status().backlog()).isEqualTo(2);
        assertThat(events.outcomes).isEmpty();

        otherBraze.release();
        awaitEmpty(outbox);
        assertThat(other.lastFailure()).isEmpty();
      }
      assertThat(slow.isRunning()).isTrue();
    }
    assertThat(otherBraze.written()).containsExactly("u-1='2'");
    assertThat(braze.written()).containsExactly("u-1='1'");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_leaseCannotBeExtended_cancelsWhatIsInFlight(String name, DataSource source)
      throws SQLException {
    String table = tableOf(newOutbox(source));
    FailingSource failing = new FailingSource(source);
    JdbcOutbox outbox = JdbcOutbox.builder(failing.dataSource()).table(table).build();
    add(source, outbox, snapshot("u-1", 1));
    braze.hold();
    RelayLease.Timing timing =
        new RelayLease.Timing(HOUR, HOUR.minusMillis(300), Duration.ofMillis(10));
    try (OutboxRelay relay = relayOf(outbox).lease(timing).start()) {
      assertThat(relay.isRunning()).isTrue();
      await(() -> braze.requests() == 1);
      failing.down(true);
      await(() -> braze.aborts() == 1);
      failing.down(false);
      await(() -> braze.requests() == 2);
      braze.release();
      awaitEmpty(outbox);
    }
    assertThat(braze.written()).endsWith("u-1='1'");
  }
}
