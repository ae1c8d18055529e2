package io.github.brazeaudience.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Statements for people and monitoring. Not thread-safe. */
final class OutboxInspection {
  private final OutboxStatements statements;

  OutboxInspection(OutboxStatements statements) {
    this.statements = statements;
  }

  OutboxStatus status() throws SQLException {
    try (PreparedStatement statement =
            statements.prepare(
                """
                SELECT (SELECT COUNT(*) FROM {updates}), (SELECT COUNT(*) FROM {rejected}), ${now},
                  (SELECT added_at FROM {updates} ORDER BY id FETCH FIRST 1 ROWS ONLY)""");
        ResultSet result = statement.executeQuery()) {
      result.next();
      OffsetDateTime now = result.getObject(3, OffsetDateTime.class);
      OffsetDateTime oldest = result.getObject(4, OffsetDateTime.class);
      return new OutboxStatus(
          result.getLong(1),
          Optional.ofNullable(oldest)
              .map(added -> Duration.between(added, now))
              .map(age -> age.isNegative() ? Duration.ZERO : age),
          result.getLong(2));
    }
  }

  List<RejectedEntry> rejected(int limit) throws SQLException {
    List<RejectedEntry> entries = new ArrayList<>();
    try (PreparedStatement statement =
        statements.prepare(
            """
            SELECT id, added_at, rejected_at, reason, message, attempts FROM {rejected}
            ORDER BY rejected_at DESC, id DESC FETCH FIRST ? ROWS ONLY""")) {
      statement.setInt(1, limit);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          entries.add(
              new RejectedEntry(
                  result.getLong(1),
                  result.getObject(2, OffsetDateTime.class).toInstant(),
                  result.getObject(3, OffsetDateTime.class).toInstant(),
                  result.getString(4),
                  result.getString(5),
                  result.getInt(6)));
        }
      }
    }
    return entries;
  }

  int discardRejected(Collection<Long> ids) throws SQLException {
    return statements.execute("DELETE FROM {rejected} WHERE id = ANY (?)", ids);
  }

  /** Adds rejected updates again, after the present ones. */
  int addRejectedAgain(Collection<Long> ids) throws SQLException {
    Set<Long> locked = new HashSet<>();
    try (PreparedStatement statement =
        statements.prepare("SELECT id FROM {rejected} WHERE id = ANY (?) ORDER BY id FOR UPDATE")) {
      statement.setArray(1, statements.array(ids));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          locked.add(result.getLong(1));
        }
      }
    }
    statements.execute(
        "INSERT INTO {updates} (user_hash, content, attempts)"
            + " SELECT user_hash, content, attempts FROM {rejected} WHERE id = ANY (?) ORDER BY id",
        locked);
    return discardRejected(locked);
  }
}
