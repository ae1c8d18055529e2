package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes share one PostgreSQL server and one Braze that fails one request in ten, and are
 * killed at random times. Afterwards, every profile is right.
 */
@Tag("full")
@Timeout(1_500)
final class KilledProcessesTest {
  private static final int PROCESSES = 3;
  private static final int USERS = Integer.getInteger("jdbc.users", 50_000);

  @TempDir private Path logs;

  private final long seed = Seeds.of("KilledProcessesTest");
  private final SplittableRandom random = new SplittableRandom(seed);
  private final DataSource source = Databases.postgres();
  private final String table = Databases.newTable();
  private final long started = System.nanoTime();

  private KilledProcesses start(Class<?> main, BrazeServer server, int work) throws SQLException {
    OutboxFixture.execute(
        source, "CREATE TABLE %s_done (process int PRIMARY KEY, done int)".formatted(table));
    OutboxFixture.execute(
        source,
        "INSERT INTO %s_done SELECT process, 0 FROM generate_series(0, %s) AS all_of (process)"
            .formatted(table, String.valueOf(PROCESSES - 1)));
    return new KilledProcesses(
        PROCESSES,
        main,
        number ->
            List.of(
                Databases.postgresUrl(),
                table,
                String.valueOf(server.port()),
                String.valueOf(number),
                String.valueOf(seed),
                String.valueOf(USERS),
                String.valueOf(work)),
        logs,
        random);
  }

  private Duration between(int minSeconds, int maxSeconds) {
    return Duration.ofMillis(
        1_000L * minSeconds + random.nextInt(1_000 * (maxSeconds - minSeconds)));
  }

  private double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  @Test
  void relays_killedAtAnyTime_forwardEachCommittedUpdateInOrder() throws Exception {
    int transactions = Integer.getInteger("jdbc.work", 2_500);
    JdbcOutbox outbox = JdbcOutbox.builder(source).table(table).build();
    outbox.createSchema();
    OutboxFixture.execute(
        source,
        "CREATE TABLE %s_expected (user_id text PRIMARY KEY, value bigint)".formatted(table));
    try (UnreliableBraze braze = new UnreliableBraze(seed, "SegmentMembership", true);
        BrazeServer server = new BrazeServer(braze);
        KilledProcesses processes = start(OutboxProcess.class, server, transactions)) {
      while (OutboxFixture.count(source, table + "_done WHERE done < " + transactions) > 0) {
        long before = done();
        processes.awaitEnd(between(1, 5));
        // On a slow machine, processes that were just started would be killed again and again.
        if (done() > before) {
          processes.killOne();
        }
      }
      double added = seconds();
      processes.awaitEnd(Duration.ofSeconds(2));
      // Until the users of each killed relay are taken over, and each process has a lease again.
      while (outbox.status().backlog() > 0
          || relays("") != PROCESSES
          || relays(" WHERE alive_until > now() + INTERVAL '3 seconds'") != PROCESSES) {
        processes.awaitEnd(Duration.ofMillis(200));
      }
      double forwarded = seconds();
      processes.end();

      Map<String, Long> expected = expected();
      assertThat(braze.violations()).as("seed %d", seed).isEmpty();
      expected.forEach(
          (user, value) ->
              assertThat(braze.attribute(user))
                  .as("%s, seed %d", user, seed)
                  .isEqualTo("'" + value + "'"));
      assertThat(braze.users()).isEqualTo(expected.keySet());
      assertThat(outbox.status().rejected()).isZero();
      assertThat(OutboxFixture.count(source, table + "_relay")).isZero();
      assertThat(OutboxFixture.count(source, table + "_user WHERE relay IS NOT NULL")).isZero();
      System.out.printf(
          Locale.ROOT,
          "KilledProcessesTest: %d updates of %d users, %d kills, %d requests, added in %.0f s,"
              + " forwarded after %.0f s%n",
          expected.values().stream().mapToLong(Long::longValue).sum(),
          expected.size(),
          processes.kills(),
          braze.requests(),
          added,
          forwarded);
    }
  }

  private long done() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT sum(done) FROM %s_done".formatted(table))) {
      row.next();
      return row.getLong(1);
    }
  }

  private long relays(String condition) {
    return OutboxFixture.count(source, table + "_relay" + condition);
  }

  private Map<String, Long> expected() throws SQLException {
    Map<String, Long> expected = new HashMap<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT user_id, value FROM %s_expected".formatted(table))) {
      while (rows.next()) {
        expected.put(rows.getString(1), rows.getLong(2));
      }
    }
    return expected;
  }

  /** The leases of a killed process end after 71 s, for which the started one waits. */
  @Test
  void stores_killedAtAnyTime_leaveEveryProfileRight() throws Exception {
    int batches = Integer.getInteger("jdbc.work", 1_000);
    JdbcMembershipStore store = JdbcMembershipStore.builder(source).table(table).build();
    store.createSchema();
    try (UnreliableBraze braze = new UnreliableBraze(seed, "SegmentMembership");
        BrazeServer server = new BrazeServer(braze);
        KilledProcesses processes = start(StoreProcess.class, server, batches)) {
      while (!processes.awaitEnd(between(20, 80))) {
        processes.killOne();
      }

      Map<String, Set<Long>> expected = new HashMap<>();
      for (int number = 0; number < PROCESSES; number++) {
        StoreProcess.applyAll(seed, number, batches, USERS, expected);
      }
      assertThat(braze.violations()).as("seed %d", seed).isEmpty();
      expected.forEach(
          (user, audiences) ->
              assertThat(ids(braze.attribute(user)))
                  .as("%s, seed %d", user, seed)
                  .isEqualTo(audiences));
      int stored = 0;
      for (List<StoredRecord> page = store.page(StoreProcess.NAMESPACE, null, 1_000);
          !page.isEmpty();
          page = store.page(StoreProcess.NAMESPACE, page.get(page.size() - 1).user(), 1_000)) {
        assertThat(page).noneMatch(it -> it.record().isPending());
        stored += page.size();
      }
      assertThat(stored).isEqualTo(expected.size());
      System.out.printf(
          Locale.ROOT,
          "KilledProcessesTest: %d changes of %d users, %d kills, %d requests in %.0f s%n",
          PROCESSES * batches * StoreProcess.CHANGES,
          expected.size(),
          processes.kills(),
          braze.requests(),
          seconds());
    }
  }

  private static Set<Long> ids(Object attribute) {
    Set<Long> ids = new TreeSet<>();
    if (attribute != null) {
      for (String id : attribute.toString().split(",", -1)) {
        ids.add(Long.parseLong(id.replace("'", "")));
      }
    }
    return ids;
  }
}
