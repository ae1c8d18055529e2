package io.github.brazeaudience.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Claims of updates by relays. Waits for no lock, except in H2. Not thread-safe. */
final class UpdateClaims {
  /** The most characters of content that a claim reads. */
  static final int MAX_CLAIMED_CHARACTERS = 8 << 20;

  private static final int FETCH_SIZE = 500;

  private final OutboxStatements statements;

  UpdateClaims(OutboxStatements statements) {
    this.statements = statements;
  }

  /** Leases users with updates to a relay, and reads their updates in the order of the ids. */
  List<OutboxRow> claim(String relay, int limit) throws SQLException {
    Set<Long> users = freeUsers(limit);
    if (users.isEmpty()) {
      return List.of();
    }
    lease(relay, users);
    List<OutboxRow> rows = read(relay, users, limit);
    rows.forEach(row -> users.remove(row.userHash()));
    if (!users.isEmpty()) {
      try (PreparedStatement statement =
          statements.prepare("UPDATE {users} SET relay = NULL WHERE relay = ? AND user_hash = ANY (?)")) {
        statement.setString(1, relay);
        statement.setArray(2, statements.array(users));
        statement.executeUpdate();
      }
    }
    return rows;
  }

  /** Returns the users of the first updates that can be claimed. */
  private Set<Long> freeUsers(int limit) throws SQLException {
    Set<Long> users = new TreeSet<>();
    try (PreparedStatement statement =
        statements.prepare(
            """
            SELECT o.user_hash FROM {updates} o LEFT JOIN {users} u ON u.user_hash = o.user_hash
            WHERE u.relay IS NULL AND (u.retry_at IS NULL OR u.retry_at <= ${now})
            ORDER BY o.id FETCH FIRST ? ROWS ONLY"""
                + statements.dialect().lockUpdates)) {
      statement.setInt(1, limit);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          users.add(result.getLong(1));
        }
      }
    }
    return users;
  }

  private void lease(String relay, Set<Long> users) throws SQLException {
    try (PreparedStatement statement =
        statements.prepare(
            "UPDATE {users} SET relay = ?, retry_at = NULL WHERE "
                + statements.dialect().unlocked("user_hash = ANY (?) AND " + OutboxStatements.FREE))) {
      statement.setString(1, relay);
      statement.setArray(2, statements.array(users));
      statement.executeUpdate();
    }
    try (PreparedStatement statement = statements.prepare(statements.dialect().insertUsers)) {
      statement.setString(1, relay);
      statement.setArray(2, statements.array(users));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw SqlFailures.isDuplicateKey(e) ? MembershipTable.insertedMeanwhile() : e;
    }
  }

  private List<OutboxRow> read(String relay, Set<Long> users, int limit) throws SQLException {
    List<OutboxRow> rows = new ArrayList<>();
    int characters = 0;
    try (PreparedStatement statement =
        statements.prepare(
            """
            SELECT o.id, o.user_hash, o.content, o.attempts, u.failures
            FROM {updates} o JOIN {users} u ON u.user_hash = o.user_hash
            WHERE u.relay = ? AND u.user_hash = ANY (?)
            ORDER BY o.id FETCH FIRST ? ROWS ONLY""")) {
      statement.setFetchSize(FETCH_SIZE);
      statement.setString(1, relay);
      statement.setArray(2, statements.array(users));
      statement.setInt(3, limit);
      try (ResultSet result = statement.executeQuery()) {
        while (characters < MAX_CLAIMED_CHARACTERS && result.next()) {
          String content = result.getString(3);
          characters += content.length();
          rows.add(
              new OutboxRow(
                  result.getLong(1),
                  result.getLong(2),
                  UpdateReader.read(content),
                  result.getInt(4),
                  result.getInt(5)));
        }
      }
    }
    return rows;
  }
}
