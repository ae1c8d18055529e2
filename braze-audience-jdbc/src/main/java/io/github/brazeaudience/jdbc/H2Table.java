package io.github.brazeaudience.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Membership table in H2, in SQL that every compatibility mode accepts. */
final class H2Table implements MembershipTable {
  /** H2 keeps the time of the start of the transaction, so a wait for a lock ends leases early. */
  private static final String END = "DATEADD(MILLISECOND, CAST(? AS BIGINT), CURRENT_TIMESTAMP)";

  private static final String OF_USER = " WHERE namespace = ? AND user_id = ?";

  private static final byte[] BEFORE_ALL = new byte[0];

  private final Connection connection;
  private final TableName table;
  private final int timeoutSeconds;
  private final H2Settings settings;
  private final H2Rows rows;

  H2Table(Connection connection, TableName table, int timeoutSeconds) throws SQLException {
    this.connection = connection;
    this.table = table;
    this.timeoutSeconds = timeoutSeconds;
    this.settings = new H2Settings(connection, timeoutSeconds);
    this.rows = new H2Rows(connection, table);
  }

  /** Joins the users, because H2 reads the whole namespace to find {@code user_id IN (...)}. */
  @Override
  public NavigableMap<byte[], byte[]> read(byte[] namespace, SortedSet<byte[]> users)
      throws SQLException {
    String sql =
        """
        SELECT present.user_id, present.record FROM UNNEST(?) AS wanted (user_id)
        JOIN %s present ON present.namespace = ? AND present.user_id = wanted.user_id
        WHERE present.record IS NOT NULL"""
            .formatted(table);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("VARBINARY", users.toArray()));
      statement.setBytes(2, namespace);
      return records(statement);
    }
  }

  @Override
  public NavigableMap<byte[], byte @Nullable []> lock(byte[] namespace, NavigableSet<byte[]> users)
      throws SQLException {
    return rows.lock(
            namespace,
            users,
            "INSERT INTO %s (namespace, user_id) VALUES (?, ?)",
            user -> new Object[] {namespace, user})
        .records();
  }

  @Override
  public NavigableMap<byte[], byte @Nullable []> lockLeased(
      byte[] namespace, NavigableSet<byte[]> users, String owner) throws SQLException {
    return rows.lockLeased(namespace, users, owner);
  }

  @Override
  public NavigableMap<byte[], byte @Nullable []> lease(
      byte[] namespace, NavigableSet<byte[]> users, String owner, long leaseMillis)
      throws SQLException {
    H2Rows.Locked locked =
        rows.lock(
            namespace,
            users,
            "INSERT INTO %s (lease_owner, lease_until, namespace, user_id) VALUES (?, "
                + END
                + ", ?, ?)",
            user -> new Object[] {owner, leaseMillis, namespace, user});
    List<byte[]> present = new ArrayList<>(users);
    present.removeAll(locked.inserted());
    int[] changed =
        rows.change(
            "UPDATE %s SET lease_owner = ?, lease_until = "
                + END
                + OF_USER
                + " AND (lease_owner = ? OR lease_until IS NULL"
                + " OR lease_until <= CURRENT_TIMESTAMP)",
            present,
            user -> new Object[] {owner, leaseMillis, namespace, user, owner});
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] == 0) {
        locked.records().remove(present.get(i));
      }
    }
    return locked.records();
  }

  @Override
  public void writeLeased(byte[] namespace, SortedMap<byte[], LeasedRow> leased)
      throws SQLException {
    List<Map.Entry<byte[], LeasedRow>> kept = new ArrayList<>();
    List<byte[]> empty = new ArrayList<>();
    for (Map.Entry<byte[], LeasedRow> row : leased.entrySet()) {
      if (row.getValue().isEmpty()) {
        empty.add(row.getKey());
      } else {
        kept.add(row);
      }
    }
    rows.change(
        "UPDATE %s SET record = ?, lease_until = " + END + OF_USER,
        kept,
        row ->
            new @Nullable Object[] {
              row.getValue().record(), row.getValue().leaseMillis(), namespace, row.getKey()
            });
    rows.change("DELETE FROM %s" + OF_USER, empty, user -> new Object[] {namespace, user});
  }

  @Override
  public void write(byte[] namespace, RecordWrites writes) throws SQLException {
    rows.change(
        "UPDATE %s SET record = ?" + OF_USER,
        writes.updates().entrySet(),
        row -> new Object[] {row.getValue(), namespace, row.getKey()});
    // The row of a leased user stays, because it is the lease.
    for (String removal :
        List.of(
            "DELETE FROM %s"
                + OF_USER
                + " AND (lease_until IS NULL OR lease_until <= CURRENT_TIMESTAMP)",
            "UPDATE %s SET record = NULL" + OF_USER)) {
      rows.change(removal, writes.deletes(), user -> new Object[] {namespace, user});
    }
  }

  /** Sorts by the namespace too, because H2 sorts all rows unless the order is that of an index. */
  @Override
  public NavigableMap<byte[], byte[]> page(byte[] namespace, byte @Nullable [] after, int limit)
      throws SQLException {
    String sql =
        ("SELECT user_id, record FROM %s WHERE namespace = ? AND user_id %s ?"
                + " AND record IS NOT NULL ORDER BY namespace, user_id FETCH FIRST ? ROWS ONLY")
            .formatted(table, after == null ? ">=" : ">");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, namespace);
      statement.setBytes(2, after == null ? BEFORE_ALL : after);
      statement.setInt(3, limit);
      return records(statement);
    }
  }

  private static NavigableMap<byte[], byte[]> records(PreparedStatement statement)
      throws SQLException {
    NavigableMap<byte[], byte[]> records = new TreeMap<>(KeyBytes.ORDER);
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        records.put(result.getBytes(1), result.getBytes(2));
      }
    }
    return records;
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
