package io.github.brazeaudience.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The rows of relays, which are their leases, and of users who are free. Not thread-safe.
 *
 * <p>Each transaction of a relay locks the row of the relay first. Another relay takes over the
 * users of a relay whose lease has expired by deleting its row, for which it needs the same lock.
 * So as long as a relay finds its row, the users with its name are its own.
 */
final class RelayRows {
  /** Time after which the failures of a user without updates are forgotten. */
  private static final Duration FORGET_FAILURES = Duration.ofDays(1);

  private final OutboxStatements statements;

  RelayRows(OutboxStatements statements) {
    this.statements = statements;
  }

  /** Adds a relay whose lease begins now. */
  void register(String relay, Duration lease) throws SQLException {
    statements.readCommitted();
    try (PreparedStatement statement =
        statements.prepare("INSERT INTO {relays} (alive_until, relay) VALUES (${later}, ?)")) {
      statement.setLong(1, lease.toMillis());
      statement.setString(2, relay);
      statement.executeUpdate();
    }
  }

  /** Extends the lease of a relay from now. Returns false if the relay has been deleted. */
  boolean extend(String relay, Duration lease) throws SQLException {
    statements.readCommitted();
    try (PreparedStatement statement =
        statements.prepare("UPDATE {relays} SET alive_until = ${later} WHERE relay = ?")) {
      statement.setLong(1, lease.toMillis());
      statement.setString(2, relay);
      return statement.executeUpdate() == 1;
    }
  }

  /** Locks the row of a relay until the transaction ends. Returns false if it has been deleted. */
  boolean lock(String relay) throws SQLException {
    statements.readCommitted();
    try (PreparedStatement statement =
        statements.prepare(
            "SELECT relay FROM {relays} WHERE relay = ? " + statements.dialect().lockRelay)) {
      statement.setString(1, relay);
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  /** Deletes the relays whose leases have expired, and frees their users. */
  void takeOver() throws SQLException {
    statements.readCommitted();
    List<String> expired = new ArrayList<>();
    try (PreparedStatement statement =
            statements.prepare(
                "SELECT relay FROM {relays} WHERE alive_until <= ${now} ORDER BY relay"
                    + statements.dialect().lockExpired);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        expired.add(result.getString(1));
      }
    }
    for (String relay : expired) {
      remove(relay);
    }
  }

  /** Deletes a relay and frees its users. */
  void remove(String relay) throws SQLException {
    for (String sql :
        List.of(
            "UPDATE {users} SET relay = NULL WHERE relay = ?",
            "DELETE FROM {relays} WHERE relay = ?")) {
      try (PreparedStatement statement = statements.prepare(sql)) {
        statement.setString(1, relay);
        statement.executeUpdate();
      }
    }
  }

  /** Frees the users of a relay except those that it knows to have. */
  void freeOthers(String relay, Collection<Long> users) throws SQLException {
    try (PreparedStatement statement =
        statements.prepare(
            "UPDATE {users} SET relay = NULL WHERE relay = ? AND NOT (user_hash = ANY (?))")) {
      statement.setString(1, relay);
      statement.setArray(2, statements.array(users));
      statement.executeUpdate();
    }
  }

  /** Deletes the rows of users who are free, and message ids beyond their retention. */
  void prune(Duration messageRetention) throws SQLException {
    statements.readCommitted();
    try (PreparedStatement statement =
        statements.prepare(
            "DELETE FROM {users} WHERE "
                + statements
                    .dialect()
                    .unlocked(
                        OutboxStatements.FREE + " AND (failures = 0 OR retry_at <= ${later})"))) {
      statement.setLong(1, -FORGET_FAILURES.toMillis());
      statement.executeUpdate();
    }
    try (PreparedStatement statement =
        statements.prepare("DELETE FROM {messages} WHERE added_at <= ${later}")) {
      statement.setLong(1, -messageRetention.toMillis());
      statement.executeUpdate();
    }
  }
}
