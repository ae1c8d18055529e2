package io.github.brazeaudience.jdbc;

import static io.github.brazeaudience.jdbc.OutboxFixture.add;
import static io.github.brazeaudience.jdbc.OutboxFixture.await;
import static io.github.brazeaudience.jdbc.OutboxFixture.awaitEmpty;
import static io.github.brazeaudience.jdbc.OutboxFixture.count;
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

/** End of a relay with a request in flight. */
@Timeout(120)
class OutboxRelayCloseTest extends OutboxRelayFixture {
  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void close_requestInFlight_waitsAndReleasesTheLease(String name, DataSource source)
      throws Exception {
    JdbcOutbox outbox = newOutbox(source);
    add(source, outbox, snapshot("u-1", 1));
    braze.hold();
    OutboxRelay relay = relayOf(outbox).start();
    await(() -> braze.requests() == 1);
    Thread closing = new Thread(relay::close);
    closing.start();
    await(() -> !relay.isRunning());
    assertThat(closing.isAlive()).isTrue();

    braze.release();
    closing.join();
    add(source, outbox, snapshot("u-2", 2));

    assertThat(braze.written()).containsExactly("u-1='1'");
    assertThat(outbox.status().backlog()).isEqualTo(1);
    assertThat(count(source, tableOf(outbox) + "_relay")).isZero();
    assertThat(count(source, tableOf(outbox) + "_user WHERE relay IS NOT NULL")).isZero();
    relay.close();
    assertThat(relay).hasToString("OutboxRelay[closed]");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void close_timeoutEnds_cancelsAndAnotherRelayForwards(String name, DataSource source)
      throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    add(source, outbox, snapshot("u-1", 1));
    braze.hold();
    OutboxRelay relay = relayOf(outbox).closeTimeout(Duration.ZERO).start();
    await(() -> braze.requests() == 1);

    relay.close();

    assertThat(outbox.status().backlog()).isEqualTo(1);
    try (OutboxRelay other = OutboxFixture.relayOf(outbox, otherForwarder).start()) {
      awaitEmpty(outbox);
      assertThat(other.lastFailure()).isEmpty();
    }
    assertThat(otherBraze.written()).containsExactly("u-1='1'");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void close_interruptedThread_cancelsAndRestoresTheInterrupt(String name, DataSource source)
      throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    add(source, outbox, snapshot("u-1", 1));
    braze.hold();
    OutboxRelay relay = relayOf(outbox).closeTimeout(HOUR).start();
    await(() -> braze.requests() == 1);

    Thread.currentThread().interrupt();
    relay.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(outbox.status().backlog()).isEqualTo(1);
  }
}
