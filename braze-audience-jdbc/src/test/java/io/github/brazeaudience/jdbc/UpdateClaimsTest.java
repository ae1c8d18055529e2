package io.github.brazeaudience.jdbc;

import static io.github.brazeaudience.jdbc.OutboxFixture.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.jdbc.UpdateClaims.Claim;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
final class UpdateClaimsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  static Stream<Arguments> databases() {
    return OutboxFixture.databases();
  }

  /** Outbox with two relays, "a" and "b". */
  private static final class Relays {
    private final DataSource source;
    private final JdbcOutbox outbox;
    private final Database<OutboxSession> database;
    private final Map<Long, String> users = new HashMap<>();

    Relays(DataSource source) {
      this.source = source;
      this.outbox = OutboxFixture.newOutbox(source);
      OutboxTables tables = new OutboxTables(new TableName(OutboxFixture.tableOf(outbox)));
      this.database =
          new Database<>(
              "outbox database",
              source,
              null,
              (connection, dialect) -> OutboxSession.open(connection, dialect, tables, 30));
      for (String relay : List.of("a", "b")) {
        database.transaction(
            session -> {
              session.relays().register(relay, MINUTE);
              return relay;
            });
      }
    }

    /** Adds updates, each as its user and its audience. */
    void add(String... updates) throws SQLException {
      List<AudienceUpdate> added = new ArrayList<>();
      for (String update : updates) {
        String[] parts = update.split("=", -1);
        added.add(snapshot(parts[0], Long.parseLong(parts[1])));
        users.put(UserHash.withDefaults().of(added.get(added.size() - 1)), parts[0]);
      }
      OutboxFixture.add(source, outbox, added.toArray(AudienceUpdate[]::new));
    }

    Claim claim(String relay, int maxUpdates) {
      return claim(relay, maxUpdates, maxUpdates);
    }

    Claim claim(String relay, int maxUpdates, int maxUsers) {
      return database.transaction(session -> session.claims().claim(relay, maxUpdates, maxUsers));
    }

    void settle(String relay, Settlement settlement) {
      database.transaction(
          session -> {
            assertThat(session.relays().lock(relay)).isTrue();
            session.settlements().settle(relay, settlement, Duration.ZERO);
            return settlement;
          });
    }

    /** Returns the ids of the updates of each user, counted from 1. */
    Map<String, List<Long>> ids(Claim claim) {
      Map<String, List<Long>> ids = new TreeMap<>();
      claim
          .rows()
          .forEach(
              row ->
                  ids.computeIfAbsent(users.get(row.userHash()), first -> new ArrayList<>())
                      .add(row.id()));
      return ids;
    }

    private static Settlement failed(Claim claim) {
      List<UserOutcome> outcomes =
          claim.rows().stream()
              .<UserOutcome>map(
                  row -> NotSent.of(0, row.update(), 0, Reason.UNREACHABLE, "message", null))
              .toList();
      return Settlement.of(claim.rows(), outcomes, (failures, outcome) -> Duration.ZERO);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void claim_usersWithSeveralUpdates_takesAllOfThemOrNone(String name, DataSource source)
      throws SQLException {
    Relays relays = new Relays(source);
    relays.add("u-1=1", "u-2=1", "u-3=1", "u-1=2", "u-2=2", "u-3=2");

    Map<String, List<Long>> taken = relays.ids(relays.claim("a", 5));
    Map<String, List<Long>> rest = relays.ids(relays.claim("b", 5));

    Map<String, List<Long>> all =
        Map.of("u-1", List.of(1L, 4L), "u-2", List.of(2L, 5L), "u-3", List.of(3L, 6L));
    assertThat(taken).hasSize(2);
    assertThat(rest).hasSize(1);
    taken.putAll(rest);
    assertThat(taken).isEqualTo(all);
    assertThat(relays.claim("a", 5)).isEqualTo(Claim.NONE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void claim_afterAFailure_takesAtLeastTheSameUpdatesOfAUser(String name, DataSource source)
      throws SQLException {
    Relays relays = new Relays(source);
    relays.add("u-1=1", "u-1=2", "u-1=3", "u-1=4", "u-1=5");
    Claim first = relays.claim("a", 3);
    assertThat(relays.ids(first)).isEqualTo(Map.of("u-1", List.of(1L, 2L, 3L)));
    assertThat(first.more()).isTrue();
    relays.settle("a", Relays.failed(first));

    Claim second = relays.claim("b", 3, 1);
    assertThat(relays.ids(second)).isEqualTo(relays.ids(first));
    assertThat(second.rows()).allMatch(row -> row.failures() == 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void claim_userWithMoreUpdatesThanTheMaximum_isTakenInTurn(String name, DataSource source)
      throws SQLException {
    Relays relays = new Relays(source);
    relays.add("u-1=1", "u-1=2", "u-1=3", "u-1=4", "u-2=1", "u-3=1");

    List<Map<String, List<Long>>> claims = new ArrayList<>();
    for (Claim claim = relays.claim("a", 3);
        !claim.rows().isEmpty();
        claim = relays.claim("a", 3)) {
      claims.add(relays.ids(claim));
    }

    assertThat(claims).contains(Map.of("u-1", List.of(1L, 2L, 3L)));
    assertThat(claims.stream().flatMap(it -> it.keySet().stream()))
        .containsExactlyInAnyOrder("u-1", "u-2", "u-3");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void claim_userThatWaits_isNotTaken(String name, DataSource source) throws SQLException {
    Relays relays = new Relays(source);
    relays.add("u-1=1", "u-2=1");
    Claim first = relays.claim("a", 10);
    assertThat(first.rows()).hasSize(2);
    assertThat(first.more()).isFalse();
    long waiting = first.rows().get(0).userHash();
    Settlement settlement = Settlement.released(first.rows());
    settlement.free().remove(waiting);
    settlement.failed().add(new Settlement.FailedUser(waiting, 1, MINUTE));
    relays.settle("a", settlement);

    assertThat(relays.claim("b", 10).rows())
        .extracting(OutboxRow::userHash)
        .containsExactly(first.rows().get(1).userHash());
  }
}
