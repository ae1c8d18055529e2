package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.jdbc.UpdateClaims.Claim;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Threads insert, change and delete the rows of the same few users, and no transaction has to be
 * repeated. The databases have long lock timeouts, so a slow machine disturbs none.
 */
@Timeout(300)
final class LockOrderTest {
  private static final String NAMESPACE = "namespace";
  private static final Duration LONG = Duration.ofHours(1);
  private static final int THREADS = 6;
  private static final int ROUNDS = Boolean.getBoolean("tests.full") ? 400 : 25;
  private static final int USERS = 5;
  private static final int TIMEOUT_SECONDS = 240;

  @TempDir static Path directory;

  private final List<CheckingPool> pools = new ArrayList<>();
  private final AtomicInteger disturbances = new AtomicInteger();
  private final TransactionRetry retry =
      new TransactionRetry(wait -> disturbances.incrementAndGet(), new SplittableRandom(1));

  @AfterEach
  void closePools() throws SQLException {
    for (CheckingPool pool : pools) {
      assertThat(pool.taken()).as("connections not returned").isZero();
      pool.close();
    }
  }

  private CheckingPool poolOf(DataSource source) {
    CheckingPool pool = new CheckingPool(source);
    pools.add(pool);
    return pool;
  }

  static Stream<Arguments> databases() {
    String timeout = ";LOCK_TIMEOUT=" + TIMEOUT_SECONDS * 1_000;
    return Stream.of(
        Arguments.of("PostgreSQL", Databases.postgres()),
        Arguments.of("H2", Databases.h2InMemory(timeout)),
        Arguments.of("H2 in a file", Databases.h2(directory.resolve("database") + timeout)));
  }

  /** Work of one thread in one round. */
  private interface Work {
    void run(int thread, SplittableRandom random) throws SQLException;
  }

  private static void runInThreads(String test, Work work) throws Exception {
    long seed = Seeds.of(test);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        ends.add(
            threads.submit(
                () -> {
                  SplittableRandom random = new SplittableRandom(seed + thread);
                  for (int round = 0; round < ROUNDS; round++) {
                    work.run(thread, random);
                  }
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private JdbcMembershipStore newStore(DataSource source) {
    TableName table = new TableName(Databases.newTable());
    JdbcMembershipStore store =
        new JdbcMembershipStore(
            new Database<>(
                "membership database",
                poolOf(source),
                null,
                (connection, dialect) ->
                    dialect == JdbcDialect.H2
                        ? new H2Table(connection, table, TIMEOUT_SECONDS)
                        : new PostgresTable(connection, table, TIMEOUT_SECONDS),
                retry),
            table,
            true);
    store.createSchema();
    return store;
  }

  private static List<String> someUsers(SplittableRandom random) {
    Set<String> users = new HashSet<>();
    for (int i = random.nextInt(2 * USERS); i >= 0; i--) {
      users.add("u-" + random.nextInt(USERS));
    }
    return List.copyOf(users);
  }

  private static void update(JdbcMembershipStore store, SplittableRandom random) {
    Map<String, RecordChange> changes = new HashMap<>();
    for (String user : someUsers(random)) {
      long audience = 1L + random.nextInt(100);
      boolean removed = random.nextInt(3) == 0;
      changes.put(user, present -> removed ? null : Records.in(audience));
    }
    store.update(NAMESPACE, changes);
  }

  private static void lease(JdbcMembershipStore store, String owner, SplittableRandom random) {
    Set<String> leased = new HashSet<>(someUsers(random));
    leased.removeAll(store.readLeased(NAMESPACE, leased, owner, LONG).refused());
    Map<String, LeasedChange> changes = new HashMap<>();
    for (String user : leased) {
      boolean removed = random.nextBoolean();
      changes.put(user, new LeasedChange(present -> removed ? null : Records.in(1), Duration.ZERO));
    }
    assertThat(store.updateLeased(NAMESPACE, owner, changes)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void update_sameNewUsers_isNotDisturbed(String name, DataSource source) throws Exception {
    JdbcMembershipStore store = newStore(source);

    runInThreads("LockOrderTest.update", (thread, random) -> update(store, random));

    assertThat(disturbances).hasValue(0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void leases_sameNewUsers_areNotDisturbed(String name, DataSource source) throws Exception {
    JdbcMembershipStore store = newStore(source);

    runInThreads(
        "LockOrderTest.leases", (thread, random) -> lease(store, "owner-" + thread, random));

    assertThat(disturbances).hasValue(0);
  }

  /** Updates do not change the row of a leased user, so the leases are kept. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void leasesAndUpdates_sameNewUsers_areNotDisturbed(String name, DataSource source)
      throws Exception {
    JdbcMembershipStore store = newStore(source);

    runInThreads(
        "LockOrderTest.leasesAndUpdates",
        (thread, random) -> {
          if (thread % 2 == 0) {
            update(store, random);
          } else {
            lease(store, "owner-" + thread, random);
          }
        });

    assertThat(disturbances).hasValue(0);
  }

  /** Each thread adds updates, and claims and settles some with its own relay. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void claims_sameNewUsers_areNotDisturbed(String name, DataSource source) throws Exception {
    JdbcOutbox outbox = OutboxFixture.newOutbox(source);
    OutboxTables tables = new OutboxTables(new TableName(OutboxFixture.tableOf(outbox)));
    Database<OutboxSession> database =
        new Database<>(
            "outbox database",
            poolOf(source),
            null,
            (connection, dialect) ->
                OutboxSession.open(connection, dialect, tables, TIMEOUT_SECONDS),
            retry);
    for (int i = 0; i < THREADS; i++) {
      String relay = "relay-" + i;
      database.transaction(
          session -> {
            session.relays().register(relay, LONG);
            return relay;
          });
    }

    runInThreads(
        "LockOrderTest.claims",
        (thread, random) -> {
          List<AudienceUpdate> updates = new ArrayList<>();
          for (String user : someUsers(random)) {
            updates.add(OutboxFixture.snapshot(user, 1 + random.nextInt(100)));
          }
          OutboxFixture.add(source, outbox, updates.toArray(AudienceUpdate[]::new));
          claimAndSettle(database, "relay-" + thread, 1 + random.nextInt(2 * USERS));
          database.transaction(
              session -> {
                session.relays().prune(LONG);
                return session;
              });
        });

    assertThat(disturbances).hasValue(0);
  }

  /** Settles every second update as final. */
  private static void claimAndSettle(Database<OutboxSession> database, String relay, int max) {
    Claim claim =
        database.transaction(
            session -> {
              assertThat(session.relays().lock(relay)).isTrue();
              return session.claims().claim(relay, max, max);
            });
    Settlement settlement = Settlement.released(claim.rows());
    for (int i = 0; i < claim.rows().size(); i += 2) {
      settlement.finalIds().add(claim.rows().get(i).id());
    }
    database.transaction(
        session -> {
          assertThat(session.relays().lock(relay)).isTrue();
          session.settlements().settle(relay, settlement, Duration.ZERO);
          return session;
        });
  }
}
