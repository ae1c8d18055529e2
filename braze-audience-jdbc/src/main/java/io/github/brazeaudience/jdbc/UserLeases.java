package io.github.brazeaudience.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SortedSet;

/**
 * Leases free users to a relay. Those that another relay has leased meanwhile stay with it. Locks
 * rows in the order of the users' hashes, so relays do not deadlock. Not thread-safe.
 */
final class UserLeases {
  private static final String LEASE = "UPDATE {users} SET relay = ?, retry_at = NULL WHERE ";

  private final OutboxStatements statements;

  UserLeases(OutboxStatements statements) {
    this.statements = statements;
  }

  void lease(String relay, SortedSet<Long> users) throws SQLException {
    switch (statements.dialect()) {
      case POSTGRESQL -> {
        execute(
            LEASE
                + statements.dialect().unlocked("user_hash = ANY (?) AND " + OutboxStatements.FREE),
            relay,
            users);
        // Only without a row, because DO NOTHING waits for a transaction that changes the row.
        execute(
            """
            INSERT INTO {users} (relay, user_hash)
            SELECT ?, user_hash FROM unnest(?) AS free (user_hash)
            WHERE NOT EXISTS (SELECT 1 FROM {users} u WHERE u.user_hash = free.user_hash)
            ORDER BY user_hash
            ON CONFLICT DO NOTHING""",
            relay,
            users);
      }
      case H2 -> leaseEach(relay, users);
    }
  }

  private void execute(String sql, String relay, SortedSet<Long> users) throws SQLException {
    try (PreparedStatement statement = statements.prepare(sql)) {
      statement.setString(1, relay);
      statement.setArray(2, statements.array(users));
      statement.executeUpdate();
    }
  }

  /** H2 has no INSERT that every compatibility mode accepts and that ignores present rows. */
  private void leaseEach(String relay, SortedSet<Long> users) throws SQLException {
    try (PreparedStatement update =
            statements.prepare(LEASE + "user_hash = ? AND " + OutboxStatements.FREE);
        PreparedStatement insert =
            statements.prepare("INSERT INTO {users} (relay, user_hash) VALUES (?, ?)")) {
      for (long user : users) {
        if (execute(update, relay, user) == 0) {
          insert(insert, relay, user);
        }
      }
    }
  }

  private static void insert(PreparedStatement insert, String relay, long user)
      throws SQLException {
    try {
      execute(insert, relay, user);
    } catch (SQLException e) {
      if (!SqlFailures.isDuplicateKey(e)) {
        throw e;
      }
      // Another relay has the user, or the user waits. In H2 this transaction is still usable.
    }
  }

  private static int execute(PreparedStatement statement, String relay, long user)
      throws SQLException {
    statement.setString(1, relay);
    statement.setLong(2, user);
    return statement.executeUpdate();
  }
}
