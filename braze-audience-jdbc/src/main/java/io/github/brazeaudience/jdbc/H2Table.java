package io.github.brazeaudience.jdbc;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Membership table in H2, in SQL that every compatibility mode accepts. */
final class H2Table implements MembershipTable {
  /** The number of users per SELECT. Fewer users are padded, so H2 caches one statement. */
  private static final int CHUNK = 200;

  private static final String FOR_UPDATE = " ORDER BY user_id FOR UPDATE";

  /** H2 keeps the time of the start of the transaction, so a wait for a lock ends leases early. */
  private static final String END = "DATEADD(MILLISECOND, CAST(? AS BIGINT), CURRENT_TIMESTAMP)";

  private static final byte[] BEFORE_ALL = new byte[0];

  private final Connection connection;
  private final TableName table;
  private final int timeoutSeconds;
  private final H2Settings settings;

  H2Table(Connection connection, TableName table, int timeoutSeconds) throws SQLException {
    this.connection = connection;
    this.table = table;
    this.timeoutSeconds = timeoutSeconds;
    this.settings = new H2Settings(connection, timeoutSeconds);
  }

  @Override
  public NavigableMap<byte[], byte[]> read(byte[] namespace, SortedSet<byte[]> users)
      throws SQLException {
    return MembershipTable.withRecord(select(namespace, users, " AND record IS NOT NULL"));
  }

  @Override
  public NavigableMap<byte[], byte @Nullable []> lock(byte[] namespace, SortedSet<byte[]> users)
      throws SQLException {
    return select(namespace, users, FOR_UPDATE);
  }

  @Override
  public NavigableMap<byte[], byte @Nullable []> lockLeased(
      byte[] namespace, SortedSet<byte[]> users, String owner) throws SQLException {
    return select(namespace, users, " AND lease_owner = ?" + FOR_UPDATE, owner);
  }

  @Override
  public NavigableMap<byte[], byte @Nullable []> lease(
      byte[] namespace, SortedSet<byte[]> users, String owner, long leaseMillis)
      throws SQLException {
    SortedSet<byte[]> missing = new TreeSet<>(KeyBytes.ORDER);
    missing.addAll(users);
    missing.removeAll(lock(namespace, users).keySet());
    NavigableMap<byte[], byte @Nullable []> leased =
        select(
            namespace,
            users,
            " AND (lease_owner = ? OR lease_until IS NULL OR lease_until <= CURRENT_TIMESTAMP)"
                + FOR_UPDATE,
            owner);
    lease(
        "UPDATE %s SET lease_owner = ?, lease_until = "
            + END
            + " WHERE namespace = ? AND user_id = ?",
        namespace,
        leased.keySet(),
        owner,
        leaseMillis);
    try {
      lease(
          "INSERT INTO %s (lease_owner, lease_until, namespace, user_id) VALUES (?, "
              + END
              + ", ?, ?)",
          namespace,
          missing,
          owner,
          leaseMillis);
    } catch (BatchUpdateException e) {
      throw SqlFailures.isDuplicateKey(e) ? MembershipTable.insertedMeanwhile() : e;
    }
    missing.forEach(user -> leased.put(user, null));
    return leased;
  }

  private void lease(
      String sql, byte[] namespace, Collection<byte[]> users, String owner, long leaseMillis)
      throws SQLException {
    if (users.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql.formatted(table))) {
      for (byte[] user : users) {
        statement.setString(1, owner);
        statement.setLong(2, leaseMillis);
        statement.setBytes(3, namespace);
        statement.setBytes(4, user);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  @Override
  public void writeLeased(byte[] namespace, SortedMap<byte[], LeasedRow> rows) throws SQLException {
    String sql =
        ("UPDATE %s SET record = ?, lease_until = " + END + " WHERE namespace = ? AND user_id = ?")
            .formatted(table);
    SortedSet<byte[]> empty = new TreeSet<>(KeyBytes.ORDER);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Map.Entry<byte[], LeasedRow> row : rows.entrySet()) {
        statement.setBytes(1, row.getValue().record());
        statement.setLong(2, row.getValue().leaseMillis());
        statement.setBytes(3, namespace);
        statement.setBytes(4, row.getKey());
        statement.addBatch();
        if (row.getValue().isEmpty()) {
          empty.add(row.getKey());
        }
      }
      statement.executeBatch();
    }
    executeEach("DELETE FROM %s WHERE namespace = ? AND user_id = ?", namespace, empty);
  }

  private NavigableMap<byte[], byte @Nullable []> select(
      byte[] namespace, SortedSet<byte[]> users, String suffix, String... parameters)
      throws SQLException {
    NavigableMap<byte[], byte @Nullable []> rows = new TreeMap<>(KeyBytes.ORDER);
    String sql =
        "SELECT user_id, record FROM %s WHERE namespace = ? AND user_id IN (?%s)%s"
            .formatted(table, ", ?".repeat(CHUNK - 1), suffix);
    List<byte[]> keys = new ArrayList<>(users);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int start = 0; start < keys.size(); start += CHUNK) {
        statement.setBytes(1, namespace);
        for (int i = 0; i < CHUNK; i++) {
          statement.setBytes(i + 2, keys.get(Math.min(start + i, keys.size() - 1)));
        }
        for (int i = 0; i < parameters.length; i++) {
          statement.setString(CHUNK + 2 + i, parameters[i]);
        }
        readRows(statement, rows);
      }
    }
    return rows;
  }

  @Override
  public void write(byte[] namespace, RecordWrites writes) throws SQLException {
    try {
      execute(
          "INSERT INTO %s (record, namespace, user_id) VALUES (?, ?, ?)",
          namespace, writes.inserts());
    } catch (BatchUpdateException e) {
      throw SqlFailures.isDuplicateKey(e) ? MembershipTable.insertedMeanwhile() : e;
    }
    execute(
        "UPDATE %s SET record = ? WHERE namespace = ? AND user_id = ?",
        namespace, writes.updates());
    // The row of a leased user stays, because it is the lease.
    executeEach(
        "DELETE FROM %s WHERE namespace = ? AND user_id = ?"
            + " AND (lease_until IS NULL OR lease_until <= CURRENT_TIMESTAMP)",
        namespace, writes.deletes());
    executeEach(
        "UPDATE %s SET record = NULL WHERE namespace = ? AND user_id = ?",
        namespace, writes.deletes());
  }

  private void executeEach(String sql, byte[] namespace, Collection<byte[]> users)
      throws SQLException {
    if (users.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql.formatted(table))) {
      for (byte[] user : users) {
        statement.setBytes(1, namespace);
        statement.setBytes(2, user);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private void execute(String sql, byte[] namespace, Map<byte[], byte[]> records)
      throws SQLException {
    if (records.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql.formatted(table))) {
      for (Map.Entry<byte[], byte[]> row : records.entrySet()) {
        statement.setBytes(1, row.getValue());
        statement.setBytes(2, namespace);
        statement.setBytes(3, row.getKey());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  @Override
  public NavigableMap<byte[], byte[]> page(byte[] namespace, byte @Nullable [] after, int limit)
      throws SQLException {
    NavigableMap<byte[], byte @Nullable []> rows = new TreeMap<>(KeyBytes.ORDER);
    String sql =
        ("SELECT user_id, record FROM %s WHERE namespace = ? AND user_id %s ?"
                + " AND record IS NOT NULL ORDER BY user_id FETCH FIRST ? ROWS ONLY")
            .formatted(table, after == null ? ">=" : ">");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, namespace);
      statement.setBytes(2, after == null ? BEFORE_ALL : after);
      statement.setInt(3, limit);
      readRows(statement, rows);
    }
    return MembershipTable.withRecord(rows);
  }

  private static void readRows(PreparedStatement statement, Map<byte[], byte @Nullable []> rows)
      throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.put(result.getBytes(1), result.getBytes(2));
      }
    }
  }

  @Override
  public void create() throws SQLException {
    SchemaScript.MEMBERSHIP.run(connection, "h2", table, timeoutSeconds);
  }

  @Override
  public void close() throws SQLException {
    settings.close();
  }
}
