package io.github.brazeaudience.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Claims of updates by relays. In PostgreSQL, a claim waits only for another claim that leases the
 * same new user. Not thread-safe.
 *
 * <p>A claim takes all updates of a user, or at least as many as any earlier claim of the user. A
 * smaller number could write an earlier value after a later one that an earlier delivery has
 * written, although it was not confirmed.
 */
final class UpdateClaims {
  /** The most characters of content that a claim reads. */
  static final int MAX_CLAIMED_CHARACTERS = 8 << 20;

  private static final int FETCH_SIZE = 500;

  private final OutboxStatements statements;

  /**
   * Result of a claim.
   *
   * @param rows the updates, those of each user in the order of the ids
   * @param more true if there may be more updates that can be claimed
   */
  record Claim(List<OutboxRow> rows, boolean more) {
    static final Claim NONE = new Claim(List.of(), false);
  }

  UpdateClaims(OutboxStatements statements) {
    this.statements = statements;
  }

  /**
   * Leases users with updates to a relay, and reads their updates. Those of the oldest updates come
   * first, and among them those with low hashes.
   *
   * @param maxUpdates the maximum number of updates, which is the same for all claims of the relay
   * @param maxUsers the maximum number of users
   */
  Claim claim(String relay, int maxUpdates, int maxUsers) throws SQLException {
    int limit = Math.min(maxUpdates, maxUsers);
    List<Long> candidates = freeUsers(limit);
    SortedSet<Long> users = complete(candidates, maxUpdates);
    if (users.isEmpty()) {
      return Claim.NONE;
    }
    new UserLeases(statements).lease(relay, users);
    List<OutboxRow> rows = read(relay, users, maxUpdates);
    rows.forEach(row -> users.remove(row.userHash()));
    if (!users.isEmpty()) {
      try (PreparedStatement statement =
          statements.prepare(
              "UPDATE {users} SET relay = NULL WHERE relay = ? AND user_hash = ANY (?)")) {
        statement.setString(1, relay);
        statement.setArray(2, statements.array(users));
        statement.executeUpdate();
      }
    }
    return new Claim(rows, candidates.size() == limit);
  }

  /** Returns the user of each of the first updates that can be claimed. */
  private List<Long> freeUsers(int limit) throws SQLException {
    List<Long> users = new ArrayList<>();
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

  /** Returns those users, by their hashes, all of whose updates are few enough, or one user. */
  private SortedSet<Long> complete(Collection<Long> users, int maxUpdates) throws SQLException {
    SortedSet<Long> complete = new TreeSet<>();
    if (users.isEmpty()) {
      return complete;
    }
    try (PreparedStatement statement =
        statements.prepare(
            """
            SELECT user_hash FROM {updates} WHERE user_hash = ANY (?)
            ORDER BY user_hash, id FETCH FIRST ? ROWS ONLY""")) {
      statement.setArray(1, statements.array(users));
      statement.setInt(2, maxUpdates + 1);
      try (ResultSet result = statement.executeQuery()) {
        for (int i = 0; result.next(); i++) {
          complete.add(result.getLong(1));
          if (i == maxUpdates && complete.size() > 1) {
            complete.remove(complete.last());
          }
        }
      }
    }
    return complete;
  }

  private List<OutboxRow> read(String relay, SortedSet<Long> users, int maxUpdates)
      throws SQLException {
    List<OutboxRow> rows = new ArrayList<>();
    int characters = 0;
    try (PreparedStatement statement =
        statements.prepare(
            """
            SELECT o.id, o.user_hash, o.content, o.attempts, u.failures
            FROM {updates} o JOIN {users} u ON u.user_hash = o.user_hash
            WHERE u.relay = ? AND u.user_hash = ANY (?)
            ORDER BY o.user_hash, o.id FETCH FIRST ? ROWS ONLY""")) {
      statement.setFetchSize(FETCH_SIZE);
      statement.setString(1, relay);
      statement.setArray(2, statements.array(users));
      statement.setInt(3, maxUpdates + 1);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          long user = result.getLong(2);
          if (rows.size() == maxUpdates || characters >= MAX_CLAIMED_CHARACTERS) {
            return withoutIncomplete(user, rows);
          }
          String content = result.getString(3);
          characters += content.length();
          rows.add(
              new OutboxRow(
                  result.getLong(1),
                  user,
                  UpdateReader.read(content),
                  result.getInt(4),
                  result.getInt(5)));
        }
      }
    }
    return rows;
  }

  /** Returns the rows without those of a user who has more, unless there is no other user. */
  private static List<OutboxRow> withoutIncomplete(long user, List<OutboxRow> rows) {
    List<OutboxRow> complete = rows.stream().filter(row -> row.userHash() != user).toList();
    return complete.isEmpty() ? rows : complete;
  }
}
