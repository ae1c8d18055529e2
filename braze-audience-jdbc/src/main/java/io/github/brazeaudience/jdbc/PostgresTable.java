package io.github.brazeaudience.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Membership table in PostgreSQL. Keys and records are passed as arrays. The driver sends the
 * statements of one string in one round trip, with the BEGIN of a new transaction, so an update
 * takes three round trips: lock, write and commit.
 */
final class PostgresTable implements MembershipTable {
  /** For this transaction only, so the connection keeps its own isolation level. */
  private static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED;";

  private static final String OF_USERS = " WHERE namespace = ? AND user_id = ANY (?)";

  private static final byte[] BEFORE_ALL = new byte[0];

  private final Connection connection;
  private final TableName table;
  private final int timeoutSeconds;

  PostgresTable(Connection connection, TableName table, int timeoutSeconds) {
    this.connection = connection;
    this.table = table;
    this.timeoutSeconds = timeoutSeconds;
  }

  @Override
  public NavigableMap<byte[], byte[]> read(byte[] namespace, SortedSet<byte[]> users)
      throws SQLException {
    String sql =
        "SELECT user_id, record FROM %s%s AND record IS NOT NULL".formatted(table, OF_USERS);
    try (PreparedStatement statement = prepare(sql)) {
      statement.setBytes(1, namespace);
      statement.setArray(2, array(users));
      return withRecord(rows(statement));
    }
  }

  /** The condition is false, so a present row is locked and not written. */
  @Override
  public NavigableMap<byte[], byte @Nullable []> lock(byte[] namespace, NavigableSet<byte[]> users)
      throws SQLException {
    String sql =
        """
        %2$s
        INSERT INTO %1$s AS present (namespace, user_id)
        SELECT ?::bytea, user_id FROM unnest(?::bytea[]) AS wanted (user_id)
        ON CONFLICT (namespace, user_id) DO UPDATE SET record = present.record WHERE FALSE;
        SELECT user_id, record FROM %1$s%3$s
        """
            .formatted(table, READ_COMMITTED, OF_USERS);
    try (PreparedStatement statement = prepare(sql)) {
      statement.setBytes(1, namespace);
      statement.setArray(2, array(users));
      statement.setBytes(3, namespace);
      statement.setArray(4, array(users));
      return rows(statement);
    }
  }

  @Override
  public NavigableMap<byte[], byte @Nullable []> lockLeased(
      byte[] namespace, NavigableSet<byte[]> users, String owner) throws SQLException {
    String sql =
        "%sSELECT user_id, record FROM %s%s AND lease_owner = ? ORDER BY user_id FOR UPDATE"
            .formatted(READ_COMMITTED, table, OF_USERS);
    try (PreparedStatement statement = prepare(sql)) {
      statement.setBytes(1, namespace);
      statement.setArray(2, array(users));
      statement.setString(3, owner);
      return rows(statement);
    }
  }

  /** The end is computed when the row is locked, so a wait for the lock does not shorten it. */
  @Override
  public NavigableMap<byte[], byte @Nullable []> lease(
      byte[] namespace, NavigableSet<byte[]> users, String owner, long leaseMillis)
      throws SQLException {
    String sql =
        """
        %2$s
        INSERT INTO %1$s AS present (namespace, user_id, lease_owner, lease_until)
        SELECT ?::bytea, user_id, ?, clock_timestamp() + ? * INTERVAL '1 millisecond'
        FROM unnest(?::bytea[]) AS leased (user_id)
        ON CONFLICT (namespace, user_id) DO UPDATE
        SET lease_owner = excluded.lease_owner,
          lease_until = clock_timestamp() + ? * INTERVAL '1 millisecond'
        WHERE present.lease_owner = excluded.lease_owner
          OR present.lease_until IS NULL
          OR present.lease_until <= clock_timestamp()
        RETURNING user_id, record
        """
            .formatted(table, READ_COMMITTED);
    try (PreparedStatement statement = prepare(sql)) {
      statement.setBytes(1, namespace);
      statement.setString(2, owner);
      statement.setLong(3, leaseMillis);
      statement.setArray(4, array(users));
      statement.setLong(5, leaseMillis);
      return rows(statement);
    }
  }

  @Override
  public void writeLeased(byte[] namespace, SortedMap<byte[], LeasedRow> rows) throws SQLException {
    List<byte[]> empty = new ArrayList<>();
    byte[] @Nullable [] records = new byte[rows.size()][];
    Long[] millis = new Long[rows.size()];
    int i = 0;
    for (Map.Entry<byte[], LeasedRow> row : rows.entrySet()) {
      records[i] = row.getValue().record();
      millis[i++] = row.getValue().leaseMillis();
      if (row.getValue().isEmpty()) {
        empty.add(row.getKey());
      }
    }
    String update =
        """
        UPDATE %s AS present
        SET record = changed.record,
          lease_until = clock_timestamp() + changed.millis * INTERVAL '1 millisecond'
        FROM unnest(?::bytea[], ?::bytea[], ?::bigint[]) AS changed (user_id, record, millis)
        WHERE present.namespace = ? AND present.user_id = changed.user_id
        """
            .formatted(table);
    String delete = (";DELETE FROM %s" + OF_USERS).formatted(table);
    try (PreparedStatement statement = prepare(empty.isEmpty() ? update : update + delete)) {
      statement.setArray(1, array(rows.keySet()));
      statement.setArray(2, connection.createArrayOf("bytea", records));
      statement.setArray(3, connection.createArrayOf("bigint", millis));
      statement.setBytes(4, namespace);
      if (!empty.isEmpty()) {
        statement.setBytes(5, namespace);
        statement.setArray(6, array(empty));
      }
      statement.execute();
    }
  }

  @Override
  public void write(byte[] namespace, RecordWrites writes) throws SQLException {
    List<String> statements = new ArrayList<>();
    List<Object> parameters = new ArrayList<>();
    if (!writes.updates().isEmpty()) {
      statements.add(
          ("UPDATE %s AS present SET record = changed.record"
                  + " FROM unnest(?::bytea[], ?::bytea[]) AS changed (user_id, record)"
                  + " WHERE present.namespace = ? AND present.user_id = changed.user_id")
              .formatted(table));
      parameters.add(array(writes.updates().keySet()));
      parameters.add(array(writes.updates().values()));
      parameters.add(namespace);
    }
    if (!writes.deletes().isEmpty()) {
      // The row of a leased user stays, because it is the lease.
      for (String removal :
          List.of(
              "DELETE FROM %s"
                  + OF_USERS
                  + " AND (lease_until IS NULL OR lease_until <= clock_timestamp())",
              "UPDATE %s SET record = NULL" + OF_USERS)) {
        statements.add(removal.formatted(table));
        parameters.add(namespace);
        parameters.add(array(writes.deletes()));
      }
    }
    try (PreparedStatement statement = prepare(String.join(";", statements))) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      statement.execute();
    }
  }

  @Override
  public NavigableMap<byte[], byte[]> page(byte[] namespace, byte @Nullable [] after, int limit)
      throws SQLException {
    String sql =
        ("SELECT user_id, record FROM %s WHERE namespace = ? AND user_id %s ?"
                + " AND record IS NOT NULL ORDER BY user_id LIMIT ?")
            .formatted(table, after == null ? ">=" : ">");
    try (PreparedStatement statement = prepare(sql)) {
      statement.setBytes(1, namespace);
      statement.setBytes(2, after == null ? BEFORE_ALL : after);
      statement.setInt(3, limit);
      return withRecord(rows(statement));
    }
  }

  @Override
  public void create() throws SQLException {
    SchemaLock.acquire(connection, timeoutSeconds);
    SchemaScript.MEMBERSHIP.run(connection, "postgresql", table, timeoutSeconds);
  }

  @Override
  public void close() {
    // Nothing was changed.
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setQueryTimeout(timeoutSeconds);
    return statement;
  }

  private Array array(Collection<byte[]> values) throws SQLException {
    return connection.createArrayOf("bytea", values.toArray(byte[][]::new));
  }

  /** Executes statements of which the last one is a query. */
  private static NavigableMap<byte[], byte @Nullable []> rows(PreparedStatement statement)
      throws SQLException {
    NavigableMap<byte[], byte @Nullable []> rows = new TreeMap<>(KeyBytes.ORDER);
    boolean isQuery = statement.execute();
    while (!isQuery) {
      isQuery = statement.getMoreResults();
    }
    try (ResultSet result = statement.getResultSet()) {
      while (result.next()) {
        rows.put(result.getBytes(1), result.getBytes(2));
      }
    }
    return rows;
  }

  private static NavigableMap<byte[], byte[]> withRecord(
      NavigableMap<byte[], byte @Nullable []> rows) {
    NavigableMap<byte[], byte[]> records = new TreeMap<>(KeyBytes.ORDER);
    rows.forEach(
        (user, record) -> {
          if (record != null) {
            records.put(user, record);
          }
        });
    return records;
  }
}
