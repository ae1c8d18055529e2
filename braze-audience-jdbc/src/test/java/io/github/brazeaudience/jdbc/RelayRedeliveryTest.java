package io.github.brazeaudience.jdbc;

import static io.github.brazeaudience.jdbc.OutboxFixture.add;
import static io.github.brazeaudience.jdbc.OutboxFixture.await;
import static io.github.brazeaudience.jdbc.OutboxFixture.awaitEmpty;
import static io.github.brazeaudience.jdbc.OutboxFixture.forwarderTo;
import static io.github.brazeaudience.jdbc.OutboxFixture.newOutbox;
import static io.github.brazeaudience.jdbc.OutboxFixture.snapshot;
import static io.github.brazeaudience.jdbc.OutboxFixture.tableOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.outcome.UserOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Updates in flight while the connection to the database of an outbox fails. */
@Timeout(60)
final class RelayRedeliveryTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** A lease that is extended once, so only workers use the database after the start. */
  private static final RelayLease.Timing LONG_LEASE =
      new RelayLease.Timing(HOUR, Duration.ZERO, HOUR);

  private final StubBraze braze = new StubBraze();

  /** Listener that holds up the worker that reports the first outcome. */
  private static final class SlowListener implements OutboxListener {
    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void outcome(UserOutcome outcome) {
      called.countDown();
      await(() -> released.getCount() == 0);
    }
  }

  static Stream<Arguments> databases() {
    return OutboxFixture.databases();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_databaseFailsAfterAnEarlierDeliveryOfTheUserEnds_doesNotRedeliverWhatIsInFlight(
      String name, DataSource source) throws SQLException {
    String table = tableOf(newOutbox(source));
    FailingSource failing = new FailingSource(source);
    JdbcOutbox outbox = JdbcOutbox.builder(failing.dataSource()).table(table).build();
    SlowListener listener = new SlowListener();
    try (AudienceForwarder forwarder = forwarderTo(braze);
        OutboxRelay relay =
            OutboxFixture.relayOf(outbox, forwarder)
                .maxUpdates(2)
                .lease(LONG_LEASE)
                .listener(listener)
                .start()) {
      add(source, outbox, snapshot("u-1", 1));
      await(() -> listener.called.getCount() == 0);
      braze.hold();
      add(source, outbox, snapshot("u-1", 2));
      await(() -> braze.requests() == 2);

      failing.down(true);
      listener.released.countDown();
      await(() -> relay.lastFailure().isPresent());
      failing.down(false);
      await(() -> relay.lastFailure().isEmpty());

      braze.release();
      awaitEmpty(outbox);
    }
    assertThat(braze.written()).containsExactly("u-1='1'", "u-1='2'");
  }
}
