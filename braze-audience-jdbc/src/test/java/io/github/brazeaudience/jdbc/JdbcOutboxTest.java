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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
final class JdbcOutboxTest {
  private final StubBraze braze = new StubBraze();
  private final AudienceForwarder forwarder = OutboxFixture.forwarderTo(braze);

  static Stream<Arguments> databases() {
    return OutboxFixture.databases();
  }

  @AfterEach
  void close() {
    forwarder.close();
  }

  private OutboxRelay relayOf(JdbcOutbox outbox) {
    return OutboxFixture.relayOf(outbox, forwarder).start();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_updatesInTheOutbox_forwardsAndDeletesThem(String name, DataSource source)
      throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    add(source, outbox, snapshot("u-1", 1), snapshot("u-2", 2), snapshot("u-1", 3));

    try (OutboxRelay relay = relayOf(outbox)) {
      awaitEmpty(outbox);
      assertThat(relay.lastFailure()).isEmpty();
    }
    assertThat(braze.written()).containsExactlyInAnyOrder("u-1='3'", "u-2='2'");
    assertThat(outbox.status().rejected()).isZero();
    assertThat(outbox.status().oldestAge()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void add_transactionRolledBack_addsNothing(String name, DataSource source) throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      outbox.add(connection, List.of(snapshot("u-1", 1)));
      assertThat(outbox.addOnce(connection, "m-1", List.of(snapshot("u-1", 2)))).isTrue();
      connection.rollback();
      assertThat(outbox.status().backlog()).isZero();

      assertThat(outbox.addOnce(connection, "m-1", List.of(snapshot("u-1", 2)))).isTrue();
      connection.commit();
      assertThat(outbox.status().backlog()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void addOnce_sameIdAgain_addsNothing(String name, DataSource source) throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    try (Connection connection = source.getConnection()) {
      assertThat(outbox.addOnce(connection, "m-1", List.of(snapshot("u-1", 1)))).isTrue();
      assertThat(outbox.addOnce(connection, "m-1", List.of(snapshot("u-1", 1)))).isFalse();
      assertThat(outbox.addOnce(connection, "m-1\0\u00E9", List.of(snapshot("u-1", 2)))).isTrue();
      assertThat(outbox.addOnce(connection, "empty", List.of())).isTrue();
      assertThat(outbox.addOnce(connection, "empty", List.of(snapshot("u-1", 3)))).isFalse();
    }
    assertThat(outbox.status().backlog()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void addOnce_sameIdInAnotherTransaction_waitsForItsEnd(String name, DataSource source)
      throws Exception {
    JdbcOutbox outbox = newOutbox(source);
    for (boolean commits : new boolean[] {true, false}) {
      String id = "m-" + commits;
      try (Connection first = source.getConnection();
          Connection second = source.getConnection()) {
        first.setAutoCommit(false);
        second.setAutoCommit(false);
        assertThat(outbox.addOnce(first, id, List.of(snapshot("u-1", 1)))).isTrue();
        CompletableFuture<Boolean> added =
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return outbox.addOnce(second, id, List.of(snapshot("u-1", 1)));
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                });
        if (commits) {
          first.commit();
        } else {
          first.rollback();
        }
        assertThat(added.get()).isEqualTo(!commits);
        second.commit();
      }
    }
    assertThat(outbox.status().backlog()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void addOnce_idEmptyOrTooLong_isRefused(String name, DataSource source) throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    try (Connection connection = source.getConnection()) {
      assertThatThrownBy(() -> outbox.addOnce(connection, "", List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 1000 bytes, not 0");
      assertThatThrownBy(() -> outbox.addOnce(connection, "m".repeat(1_001), List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not 1001; use a shorter id");
      assertThat(outbox.addOnce(connection, "m".repeat(1_000), List.of())).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_idBeyondTheRetention_deletesIt(String name, DataSource source) throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    String messages = tableOf(outbox) + "_message";
    try (Connection connection = source.getConnection()) {
      outbox.addOnce(connection, "old", List.of());
      outbox.addOnce(connection, "new", List.of());
    }
    execute(
        source,
        "UPDATE %s SET added_at = added_at - INTERVAL '%s' DAY WHERE message_id = %s"
            .formatted(messages, "7", name.startsWith("H2") ? "STRINGTOUTF8('old')" : "'old'"));
    try (OutboxRelay relay = relayOf(outbox)) {
      await(() -> count(source, messages) == 1);
      assertThat(relay.lastFailure()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_rejectedUpdate_isKeptWithItsReason(String name, DataSource source)
      throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    add(
        source,
        outbox,
        MembershipSnapshot.of(UserProfile.builder().email("secret@example.com").build()),
        snapshot("u-1", 1));
    try (OutboxRelay relay = relayOf(outbox)) {
      awaitEmpty(outbox);
      assertThat(relay.lastFailure()).isEmpty();
    }
    assertThat(braze.written()).containsExactly("u-1='1'");
    assertThat(outbox.status().rejected()).isEqualTo(1);
    RejectedEntry entry = outbox.rejected(10).get(0);
    assertThat(entry.reason()).isEqualTo("NO_IDENTIFIER");
    assertThat(entry.attempts()).isZero();
    assertThat(entry.rejectedAt()).isAfterOrEqualTo(entry.addedAt());
    assertThat(entry.message()).contains("no raw identity").doesNotContain("secret");

    assertThat(outbox.discardRejected(List.of(entry.id(), -1L))).isEqualTo(1);
    assertThat(outbox.rejected(10)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void rejected_severalEntries_returnsTheNewestFirst(String name, DataSource source)
      throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    try (OutboxRelay relay = relayOf(outbox)) {
      assertThat(relay.isRunning()).isTrue();
      for (String message : List.of("first", "second", "third")) {
        add(source, outbox, UnreadableUpdate.malformed(message));
        awaitEmpty(outbox);
      }
    }
    assertThat(outbox.rejected(2))
        .extracting(RejectedEntry::message)
        .containsExactly("third", "second");
    assertThatThrownBy(() -> outbox.rejected(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit must be at least 1, not 0");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void addRejectedAgain_fixedRow_isForwarded(String name, DataSource source) throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    add(source, outbox, snapshot("u-1", 1), snapshot("u-2", 2));
    execute(
        source,
        "UPDATE %s SET content = '{' WHERE id = (SELECT MIN(id) FROM %s)"
            .formatted(tableOf(outbox), tableOf(outbox)));
    try (OutboxRelay relay = relayOf(outbox)) {
      awaitEmpty(outbox);
      assertThat(braze.written()).containsExactly("u-2='2'");
      RejectedEntry entry = outbox.rejected(10).get(0);
      assertThat(entry.reason()).isEqualTo("MALFORMED_INPUT");
      assertThat(entry.message()).contains("is not an update (EOFException); discard it");

      execute(
          source,
          "UPDATE %s_rejected SET content = '%s'"
              .formatted(tableOf(outbox), UpdateWriter.write(snapshot("u-1", 1))));
      assertThat(outbox.addRejectedAgain(List.of(entry.id(), -1L))).isEqualTo(1);
      awaitEmpty(outbox);
      assertThat(relay.isRunning()).isTrue();
    }
    assertThat(braze.written()).containsExactly("u-2='2'", "u-1='1'");
    assertThat(outbox.status().rejected()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void status_updateAddedEarlier_returnsItsAgeByTheClockOfTheDatabase(
      String name, DataSource source) throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    add(source, outbox, snapshot("u-1", 1));
    execute(
        source,
        "UPDATE %s SET added_at = added_at - INTERVAL '90' SECOND".formatted(tableOf(outbox)));
    add(source, outbox, snapshot("u-1", 2));

    OutboxStatus status = outbox.status();

    assertThat(status.backlog()).isEqualTo(2);
    assertThat(status.oldestAge().orElseThrow())
        .isBetween(Duration.ofSeconds(90), Duration.ofSeconds(150));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void add_everyKindOfUpdate_isStoredWhole(String name, DataSource source) throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    RandomUpdates random = new RandomUpdates(1);
    List<AudienceUpdate> updates = Stream.generate(random::next).limit(300).toList();
    add(source, outbox, updates.toArray(AudienceUpdate[]::new));

    List<List<Object>> stored = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT content FROM " + tableOf(outbox) + " ORDER BY id")) {
      while (rows.next()) {
        stored.add(RandomUpdates.parts(UpdateReader.read(rows.getString(1))));
      }
    }
    assertThat(stored).isEqualTo(updates.stream().map(RandomUpdates::parts).toList());
  }
}
