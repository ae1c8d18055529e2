package io.github.brazeaudience.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Records settlements. Locks updates before users, as claims do. Not thread-safe. */
final class SettlementWriter {
  private final OutboxStatements statements;

  SettlementWriter(OutboxStatements statements) {
    this.statements = statements;
  }

  /** Records the result of a delivery by a relay whose row is locked. */
  void settle(String relay, Settlement settlement, Duration cooldown) throws SQLException {
    keepRejected(settlement.rejections());
    updateAttempts(settlement.attempts());
    statements.execute("DELETE FROM {updates} WHERE id = ANY (?)", settlement.finalIds());
    if (!settlement.coolingDown().isEmpty()) {
      try (PreparedStatement statement =
          statements.prepare(
              "UPDATE {users} SET relay = NULL, failures = 0, retry_at = ${later}"
                  + " WHERE user_hash = ANY (?) AND relay = ?")) {
        statement.setLong(1, cooldown.toMillis());
        statement.setArray(2, statements.array(settlement.coolingDown()));
        statement.setString(3, relay);
        statement.executeUpdate();
      }
    }
    if (!settlement.free().isEmpty()) {
      try (PreparedStatement statement =
          statements.prepare(
              "UPDATE {users} SET relay = NULL WHERE user_hash = ANY (?) AND relay = ?")) {
        statement.setArray(1, statements.array(settlement.free()));
        statement.setString(2, relay);
        statement.executeUpdate();
      }
    }
    backOff(relay, settlement.failed());
  }

  private void keepRejected(List<Settlement.Rejection> rejections) throws SQLException {
    if (rejections.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        statements.prepare(
            """
            INSERT INTO {rejected} (attempts, reason, message, id, user_hash, content, added_at)
            SELECT CAST(? AS INTEGER), CAST(? AS VARCHAR(100)), CAST(? AS VARCHAR(2000)),
              id, user_hash, content, added_at
            FROM {updates} WHERE id = ?""")) {
      for (Settlement.Rejection rejection : rejections) {
        statement.setInt(1, rejection.attempts());
        statement.setString(2, rejection.reason().name());
        statement.setString(3, rejection.message());
        statement.setLong(4, rejection.id());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private void updateAttempts(Map<Long, Integer> attempts) throws SQLException {
    if (attempts.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        statements.prepare("UPDATE {updates} SET attempts = ? WHERE id = ?")) {
      for (Map.Entry<Long, Integer> update : attempts.entrySet()) {
        statement.setInt(1, update.getValue());
        statement.setLong(2, update.getKey());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private void backOff(String relay, List<Settlement.FailedUser> failed) throws SQLException {
    if (failed.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        statements.prepare(
            "UPDATE {users} SET relay = NULL, failures = ?, retry_at = ${later}"
                + " WHERE user_hash = ? AND relay = ?")) {
      for (Settlement.FailedUser user : failed) {
        statement.setInt(1, user.failures());
        statement.setLong(2, user.delay().toMillis());
        statement.setLong(3, user.userHash());
        statement.setString(4, relay);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
