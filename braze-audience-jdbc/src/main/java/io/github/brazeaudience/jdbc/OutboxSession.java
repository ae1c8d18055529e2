package io.github.brazeaudience.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The statements of relays on one connection. Not thread-safe.
 *
 * <p>A relay has a row, and each transaction of the relay locks this row first. Another relay takes
 * over the users of a relay whose lease has expired by deleting its row, for which it needs the
 * same lock. So as long as a relay finds its row, the users with its name are its own.
 *
 * <p>A transaction locks updates before users, and waits for no lock while it claims, except in H2.
 */
final class OutboxSession implements Database.Session {
  /** The most characters of content that a claim reads. */
  static final int MAX_CLAIMED_CHARACTERS = 8 << 20;

  private static final int FETCH_SIZE = 500;

  /** Time after which the failures of a user without updates are forgotten. */
  private static final Duration FORGET_FAILURES = Duration.ofDays(1);

  private static final String FREE = "relay IS NULL AND (retry_at IS NULL OR retry_at <= ${now})";

  private final Connection connection;
  private final OutboxDialect dialect;
  private final OutboxTables tables;
  private final int timeoutSeconds;
  private final @Nullable H2Settings settings;

  private OutboxSession(
      Connection connection,
      OutboxDialect dialect,
      OutboxTables tables,
      int timeoutSeconds,
      @Nullable H2Settings settings) {
    this.connection = connection;
    this.dialect = dialect;
    this.tables = tables;
    this.timeoutSeconds = timeoutSeconds;
    this.settings = settings;
  }

  static OutboxSession open(
      Connection connection, JdbcDialect dialect, OutboxTables tables, int timeoutSeconds)
      throws SQLException {
    H2Settings settings =
        dialect == JdbcDialect.H2 ? new H2Settings(connection, timeoutSeconds) : null;
    return new OutboxSession(
        connection, OutboxDialect.of(dialect), tables, timeoutSeconds, settings);
  }

  /** Adds a relay whose lease begins now. */
  void register(String relay, Duration lease) throws SQLException {
    readCommitted();
    try (PreparedStatement statement =
        prepare("INSERT INTO {relays} (alive_until, relay) VALUES (${later}, ?)")) {
      statement.setLong(1, lease.toMillis());
      statement.setString(2, relay);
      statement.executeUpdate();
    }
  }

  /** Extends the lease of a relay from now. Returns false if the relay has been deleted. */
  boolean extend(String relay, Duration lease) throws SQLException {
    readCommitted();
    try (PreparedStatement statement =
        prepare("UPDATE {relays} SET alive_until = ${later} WHERE relay = ?")) {
      statement.setLong(1, lease.toMillis());
      statement.setString(2, relay);
      return statement.executeUpdate() == 1;
    }
  }

  /** Locks the row of a relay until the transaction ends. Returns false if it has been deleted. */
  boolean lock(String relay) throws SQLException {
    readCommitted();
    try (PreparedStatement statement =
        prepare("SELECT relay FROM {relays} WHERE relay = ? " + dialect.lockRelay)) {
      statement.setString(1, relay);
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  /** Deletes the relays whose leases have expired, and frees their users. */
  void takeOver() throws SQLException {
    readCommitted();
    List<String> expired = new ArrayList<>();
    try (PreparedStatement statement =
            prepare(
                "SELECT relay FROM {relays} WHERE alive_until <= ${now} ORDER BY relay"
                    + dialect.lockExpired);
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
      try (PreparedStatement statement = prepare(sql)) {
        statement.setString(1, relay);
        statement.executeUpdate();
      }
    }
  }

  /** Frees the users of a relay except those that it knows to have. */
  void freeOthers(String relay, Collection<Long> users) throws SQLException {
    try (PreparedStatement statement =
        prepare("UPDATE {users} SET relay = NULL WHERE relay = ? AND NOT (user_hash = ANY (?))")) {
      statement.setString(1, relay);
      statement.setArray(2, array(users));
      statement.executeUpdate();
    }
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
          prepare("UPDATE {users} SET relay = NULL WHERE relay = ? AND user_hash = ANY (?)")) {
        statement.setString(1, relay);
        statement.setArray(2, array(users));
        statement.executeUpdate();
      }
    }
    return rows;
  }

  /** Returns the users of the first updates that can be claimed. */
  private Set<Long> freeUsers(int limit) throws SQLException {
    Set<Long> users = new TreeSet<>();
    try (PreparedStatement statement =
        prepare(
            """
            SELECT o.user_hash FROM {updates} o LEFT JOIN {users} u ON u.user_hash = o.user_hash
            WHERE u.relay IS NULL AND (u.retry_at IS NULL OR u.retry_at <= ${now})
            ORDER BY o.id FETCH FIRST ? ROWS ONLY"""
                + dialect.lockUpdates)) {
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
        prepare(
            "UPDATE {users} SET relay = ?, retry_at = NULL WHERE "
                + dialect.unlocked("user_hash = ANY (?) AND " + FREE))) {
      statement.setString(1, relay);
      statement.setArray(2, array(users));
      statement.executeUpdate();
    }
    try (PreparedStatement statement = prepare(dialect.insertUsers)) {
      statement.setString(1, relay);
      statement.setArray(2, array(users));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw SqlFailures.isDuplicateKey(e) ? MembershipTable.insertedMeanwhile() : e;
    }
  }

  private List<OutboxRow> read(String relay, Set<Long> users, int limit) throws SQLException {
    List<OutboxRow> rows = new ArrayList<>();
    int characters = 0;
    try (PreparedStatement statement =
        prepare(
            """
            SELECT o.id, o.user_hash, o.content, o.attempts, u.failures
            FROM {updates} o JOIN {users} u ON u.user_hash = o.user_hash
            WHERE u.relay = ? AND u.user_hash = ANY (?)
            ORDER BY o.id FETCH FIRST ? ROWS ONLY""")) {
      statement.setFetchSize(FETCH_SIZE);
      statement.setString(1, relay);
      statement.setArray(2, array(users));
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

  /** Records the result of a delivery by a relay whose row is locked. */
  void settle(String relay, Settlement settlement, Duration cooldown) throws SQLException {
    keepRejected(settlement.rejections());
    updateAttempts(settlement.attempts());
    execute("DELETE FROM {updates} WHERE id = ANY (?)", settlement.finalIds());
    if (!settlement.coolingDown().isEmpty()) {
      try (PreparedStatement statement =
          prepare(
              "UPDATE {users} SET relay = NULL, failures = 0, retry_at = ${later}"
                  + " WHERE user_hash = ANY (?) AND relay = ?")) {
        statement.setLong(1, cooldown.toMillis());
        statement.setArray(2, array(settlement.coolingDown()));
        statement.setString(3, relay);
        statement.executeUpdate();
      }
    }
    if (!settlement.free().isEmpty()) {
      try (PreparedStatement statement =
          prepare("UPDATE {users} SET relay = NULL WHERE user_hash = ANY (?) AND relay = ?")) {
        statement.setArray(1, array(settlement.free()));
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
        prepare(
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
    try (PreparedStatement statement = prepare("UPDATE {updates} SET attempts = ? WHERE id = ?")) {
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
        prepare(
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

  /** Deletes the rows of users who are free, and message ids beyond their retention. */
  void prune(Duration messageRetention) throws SQLException {
    readCommitted();
    try (PreparedStatement statement =
        prepare(
            "DELETE FROM {users} WHERE "
                + dialect.unlocked(FREE + " AND (failures = 0 OR retry_at <= ${later})"))) {
      statement.setLong(1, -FORGET_FAILURES.toMillis());
      statement.executeUpdate();
    }
    try (PreparedStatement statement =
        prepare("DELETE FROM {messages} WHERE added_at <= ${later}")) {
      statement.setLong(1, -messageRetention.toMillis());
      statement.executeUpdate();
    }
  }

  OutboxStatus status() throws SQLException {
    try (PreparedStatement statement =
            prepare(
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
        prepare(
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
    return execute("DELETE FROM {rejected} WHERE id = ANY (?)", ids);
  }

  /** Adds rejected updates again, after the present ones. */
  int addRejectedAgain(Collection<Long> ids) throws SQLException {
    Set<Long> locked = new HashSet<>();
    try (PreparedStatement statement =
        prepare("SELECT id FROM {rejected} WHERE id = ANY (?) ORDER BY id FOR UPDATE")) {
      statement.setArray(1, array(ids));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          locked.add(result.getLong(1));
        }
      }
    }
    execute(
        "INSERT INTO {updates} (user_hash, content, attempts)"
            + " SELECT user_hash, content, attempts FROM {rejected} WHERE id = ANY (?) ORDER BY id",
        locked);
    return discardRejected(locked);
  }

  void create(TableName name) throws SQLException {
    if (dialect == OutboxDialect.POSTGRESQL) {
      SchemaLock.acquire(connection, timeoutSeconds);
    }
    SchemaScript.OUTBOX.run(connection, dialect.directory, name, timeoutSeconds);
  }

  @Override
  public void close() throws SQLException {
    if (settings != null) {
      settings.close();
    }
  }

  /** Sets the isolation of the transaction that begins with this statement. */
  private void readCommitted() throws SQLException {
    if (dialect == OutboxDialect.POSTGRESQL) {
      try (Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(timeoutSeconds);
        statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
      }
    }
  }

  private int execute(String sql, Collection<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return 0;
    }
    try (PreparedStatement statement = prepare(sql)) {
      statement.setArray(1, array(ids));
      return statement.executeUpdate();
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    String complete =
        tables.in(sql).replace("${now}", dialect.now).replace("${later}", dialect.later);
    PreparedStatement statement = connection.prepareStatement(complete);
    statement.setQueryTimeout(timeoutSeconds);
    return statement;
  }

  private Array array(Collection<Long> values) throws SQLException {
    return connection.createArrayOf("bigint", values.toArray(Long[]::new));
  }
}
