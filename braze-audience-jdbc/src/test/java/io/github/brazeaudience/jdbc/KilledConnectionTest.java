package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL terminates connections; no update is half done, and the store goes on. */
@Timeout(120)
final class KilledConnectionTest {
  private static final String NAMESPACE = "namespace";
  private static final String APPLICATION = "killed-connection-test";
  private static final int UPDATES = Boolean.getBoolean("tests.full") ? 2_000 : 150;
  private static final List<String> USERS = IntStream.range(0, 50).mapToObj(i -> "u-" + i).toList();

  private final JdbcMembershipStore store = Databases.newStore(source());

  private static PGSimpleDataSource source() {
    PGSimpleDataSource source = (PGSimpleDataSource) Databases.postgres();
    source.setApplicationName(APPLICATION);
    return source;
  }

  private static void terminateConnections() {
    try (Connection connection = Databases.postgres().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
              + APPLICATION
              + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, RecordChange> allBecome(MembershipRecord record) {
    Map<String, RecordChange> changes = new HashMap<>();
    USERS.forEach(user -> changes.put(user, present -> record));
    return changes;
  }

  @Test
  void update_connectionTerminatedInTransaction_changesNothingAndTheNextOneSucceeds() {
    store.update(NAMESPACE, allBecome(Records.in(1)));
    Map<String, RecordChange> changes = allBecome(Records.in(2));
    changes.put(
        "u-7",
        present -> {
          terminateConnections();
          return Records.in(2);
        });

    assertThatThrownBy(() -> store.update(NAMESPACE, changes))
        .isInstanceOf(JdbcStoreException.class)
        .hasMessageContaining("the membership database failed (SQLSTATE");
    assertThat(Set.copyOf(store.read(NAMESPACE, USERS).values())).containsExactly(Records.in(1));

    store.update(NAMESPACE, allBecome(Records.in(3)));
    assertThat(Set.copyOf(store.read(NAMESPACE, USERS).values())).containsExactly(Records.in(3));
  }

  @Test
  void update_connectionsTerminatedAtAnyTime_isDoneAsAWholeOrNotAtAll() throws Exception {
    long seed = Seeds.of("KilledConnectionTest");
    SplittableRandom random = new SplittableRandom(seed);
    AtomicBoolean ended = new AtomicBoolean();
    Thread killer =
        new Thread(
            () -> {
              while (!ended.get()) {
                terminateConnections();
                long until = System.nanoTime() + random.nextLong(20_000_000);
                while (System.nanoTime() < until && !ended.get()) {
                  Thread.onSpinWait();
                }
              }
            });
    killer.start();
    int failures = 0;
    try {
      MembershipRecord before = null;
      for (int update = 1; update <= UPDATES; update++) {
        MembershipRecord after = Records.in(update);
        boolean returned = true;
        try {
          store.update(NAMESPACE, allBecome(after));
        } catch (JdbcStoreException e) {
          returned = false;
          failures++;
        }
        Map<String, MembershipRecord> found = read();
        if (found.isEmpty()) {
          assertThat(returned || before != null).as("update %d", update).isFalse();
        } else {
          assertThat(found).hasSameSizeAs(USERS);
          assertThat(Set.copyOf(found.values()))
              .hasSize(1)
              .isSubsetOf(returned || before == null ? Set.of(after) : Set.of(before, after));
          before = found.get("u-0");
        }
      }
    } finally {
      ended.set(true);
      killer.join();
    }
    System.out.println("KilledConnectionTest: " + failures + " of " + UPDATES + " updates failed");
  }

  private Map<String, MembershipRecord> read() {
    while (true) {
      try {
        return store.read(NAMESPACE, USERS);
      } catch (JdbcStoreException e) {
        // Terminated too.
      }
    }
  }
}
