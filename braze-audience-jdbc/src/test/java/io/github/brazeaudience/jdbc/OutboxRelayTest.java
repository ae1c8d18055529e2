package io.github.brazeaudience.jdbc;

import static io.github.brazeaudience.jdbc.OutboxFixture.add;
import static io.github.brazeaudience.jdbc.OutboxFixture.await;
import static io.github.brazeaudience.jdbc.OutboxFixture.awaitEmpty;
import static io.github.brazeaudience.jdbc.OutboxFixture.count;
import static io.github.brazeaudience.jdbc.OutboxFixture.newOutbox;
import static io.github.brazeaudience.jdbc.OutboxFixture.snapshot;
import static io.github.brazeaudience.jdbc.OutboxFixture.tableOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.jdbc.RelayFailure.Kind;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deliveries of a relay, and its failures. */
@Timeout(120)
final class OutboxRelayTest extends OutboxRelayFixture {
  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_brazeFails_forwardsAgainAndShowsTheFailure(String name, DataSource source)
      throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    braze.answer(500);
    add(source, outbox, snapshot("u-1", 1), snapshot("u-2", 2));
    try (OutboxRelay relay = relayOf(outbox).start()) {
      await(() -> relay.lastFailure().isPresent());
      RelayFailure failure = relay.lastFailure().get();
      assertThat(failure.kind()).isEqualTo(Kind.DELIVERY);
      assertThat(failure.reason()).contains(Reason.SERVER_ERROR);
      assertThat(failure.message()).contains("500");
      add(source, outbox, snapshot("u-1", 3));
      await(() -> braze.requests() > 3);
      assertThat(outbox.status().backlog()).isEqualTo(3);

      braze.answer(201);
      awaitEmpty(outbox);
      await(() -> relay.lastFailure().isEmpty());
    }
    assertThat(braze.written()).containsOnlyOnce("u-2='2'");
    assertThat(braze.written()).filteredOn(it -> it.startsWith("u-1")).endsWith("u-1='3'");
    assertThat(events.failures)
        .contains("failed DELIVERY SERVER_ERROR")
        .endsWith("recovered DELIVERY");
    assertThat(events.outcomes).hasSize(3).allMatch(Accepted.class::isInstance);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_refusedKey_showsIt(String name, DataSource source) throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    braze.answer(401);
    add(source, outbox, snapshot("u-1", 1));
    try (OutboxRelay relay = relayOf(outbox).start()) {
      await(() -> relay.lastFailure().isPresent());
      assertThat(relay.lastFailure().get().reason()).contains(Reason.UNAUTHORIZED);
      assertThat(relay.isRunning()).isTrue();
      assertThat(relay).hasToString("OutboxRelay[running, DELIVERY]");
      assertThat(outbox.status().backlog()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_rejectedAfterRedelivery_keepsTheAttemptsOfAllDeliveries(String name, DataSource source)
      throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    braze.answer(500);
    add(source, outbox, snapshot("u-1", 1));
    try (OutboxRelay relay = relayOf(outbox).start()) {
      await(() -> count(source, tableOf(outbox) + " WHERE attempts >= 2") == 1);
      braze.answer(400);
      awaitEmpty(outbox);
      assertThat(relay.isRunning()).isTrue();
    }
    RejectedEntry entry = outbox.rejected(1).get(0);
    assertThat(entry.reason()).isEqualTo("REQUEST_REFUSED");
    assertThat(entry.attempts()).isEqualTo(braze.requests()).isGreaterThanOrEqualTo(3);
    await(() -> events.outcomes.size() == 1);
    assertThat(events.outcomes).allMatch(Rejected.class::isInstance);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_databaseDownAtTheStartAndLater_goesOnWhenItWorks(String name, DataSource source)
      throws SQLException {
    String table = tableOf(newOutbox(source));
    FailingSource failing = new FailingSource(source);
    JdbcOutbox outbox = JdbcOutbox.builder(failing.dataSource()).table(table).build();
    failing.down(true);
    try (OutboxRelay relay = relayOf(outbox).start()) {
      await(() -> relay.lastFailure().isPresent());
      assertThat(relay.lastFailure().get().kind()).isEqualTo(Kind.DATABASE);
      assertThat(relay.lastFailure().get().message())
          .contains("could not get a connection to the outbox database (connection refused)");

      failing.down(false);
      add(source, outbox, snapshot("u-1", 1));
      awaitEmpty(outbox);
      await(() -> relay.lastFailure().isEmpty());

      braze.hold();
      add(source, outbox, snapshot("u-1", 2));
      await(() -> braze.requests() == 2);
      failing.down(true);
      braze.release();
      await(() -> relay.lastFailure().isPresent());
      failing.down(false);
      awaitEmpty(outbox);
    }
    assertThat(braze.written()).containsExactly("u-1='1'", "u-1='2'");
    assertThat(events.failures)
        .startsWith("failed DATABASE", "recovered DATABASE", "failed DATABASE");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_commitsWithoutAnswer_losesAndKeepsNoUser(String name, DataSource source)
      throws SQLException {
    String table = tableOf(newOutbox(source));
    FailingSource failing = new FailingSource(source);
    JdbcOutbox outbox = JdbcOutbox.builder(failing.dataSource()).table(table).build();
    try (OutboxRelay relay = relayOf(outbox).start()) {
      for (int i = 1; i <= 40; i++) {
        add(source, outbox, snapshot("u-" + i % 4, i));
        failing.loseNextCommit();
        await(failing::hasLostACommit);
      }
      awaitEmpty(outbox);
      assertThat(relay.isRunning()).isTrue();
    }
    assertThat(braze.written()).contains("u-0='40'", "u-1='37'", "u-2='38'", "u-3='39'");
    assertThat(count(source, table + "_user WHERE relay IS NOT NULL")).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_maxUpdates_takesNoMore(String name, DataSource source) throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    add(
        source,
        outbox,
        IntStream.range(0, 50).mapToObj(i -> snapshot("u-" + i, 1)).toArray(AudienceUpdate[]::new));
    braze.hold();
    try (OutboxRelay relay = relayOf(outbox).maxUpdates(8).start()) {
      await(() -> braze.requests() == 4);
      assertThat(count(source, tableOf(outbox) + "_user WHERE relay IS NOT NULL")).isEqualTo(8);
      braze.release();
      awaitEmpty(outbox);
      assertThat(relay.lastFailure()).isEmpty();
    }
    assertThat(braze.written()).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void wakeUp_longPollInterval_forwardsAtOnce() throws SQLException {
    DataSource source = Databases.h2InMemory("");
    JdbcOutbox outbox = newOutbox(source);
    try (OutboxRelay relay = relayOf(outbox).pollInterval(HOUR).start()) {
      await(() -> count(source, tableOf(outbox) + "_relay") == 1);
      add(source, outbox, snapshot("u-1", 1));
      relay.wakeUp();
      awaitEmpty(outbox);
    }
    assertThat(braze.written()).containsExactly("u-1='1'");
  }

  @Test
  void relay_listenerThrows_continues() throws SQLException {
    DataSource source = Databases.h2InMemory("");
    JdbcOutbox outbox = newOutbox(source);
    OutboxListener listener =
        new OutboxListener() {
          @Override
          public void outcome(UserOutcome outcome) {
            throw new IllegalStateException("thrown by the test");
          }
        };
    try (OutboxRelay relay = relayOf(outbox).listener(listener).start()) {
      for (int i = 1; i <= 3; i++) {
        add(source, outbox, snapshot("u-1", i));
        awaitEmpty(outbox);
      }
      assertThat(relay.lastFailure()).isEmpty();
    }
    assertThat(braze.written()).isEqualTo(List.of("u-1='1'", "u-1='2'", "u-1='3'"));
  }
}
