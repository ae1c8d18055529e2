package io.github.brazeaudience.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Locks and changes rows in H2, one user at a time in the order of the keys. Not thread-safe.
 *
 * <p>H2 has no statement that locks a row or else inserts it, and that every compatibility mode
 * accepts. Between the search for a row and its insert, other transactions could insert and delete
 * it any number of times. So a transaction that inserts rows first locks the gate, which is a row
 * with an empty namespace that is never deleted.
 */
final class H2Rows {
  private static final byte[] GATE = new byte[0];

  private final Connection connection;
  private final TableName table;

  /**
   * Rows that the transaction has locked.
   *
   * @param records the records of all users; null if the row has none
   * @param inserted the users who had no row
   */
  record Locked(NavigableMap<byte[], byte @Nullable []> records, NavigableSet<byte[]> inserted) {
    static Locked none() {
      return new Locked(new TreeMap<>(KeyBytes.ORDER), new TreeSet<>(KeyBytes.ORDER));
    }
  }

  H2Rows(Connection connection, TableName table) {
    this.connection = connection;
    this.table = table;
  }

  /**
   * Locks the rows of users, and inserts those that are missing. Begins the transaction: it may
   * roll back to release rows, because a transaction that has rows must not wait for the gate.
   *
   * @param insert the statement that inserts the row of a user
   * @param parameters its parameters for a user
   */
  Locked lock(
      byte[] namespace,
      NavigableSet<byte[]> users,
      String insert,
      Function<byte[], Object[]> parameters)
      throws SQLException {
    try (PreparedStatement selection = prepare(selectForUpdate(""));
        PreparedStatement insertion = prepare(insert)) {
      Locked present = Locked.none();
      if (lockPresent(namespace, users, selection, present)) {
        return present;
      }
      connection.rollback();
      lockGate(selection);
      Locked locked = Locked.none();
      for (byte[] user : users) {
        bind(selection, namespace, user);
        if (!read(user, selection, locked.records())) {
          bind(insertion, parameters.apply(user));
          insert(insertion);
          locked.records().put(user, null);
          locked.inserted().add(user);
        }
      }
      return locked;
    }
  }

  /** Returns false when it finds a user without a row. */
  private static boolean lockPresent(
      byte[] namespace, NavigableSet<byte[]> users, PreparedStatement selection, Locked locked)
      throws SQLException {
    for (byte[] user : users) {
      bind(selection, namespace, user);
      if (!read(user, selection, locked.records())) {
        return false;
      }
    }
    return true;
  }

  /** The first transactions insert the gate. */
  private void lockGate(PreparedStatement selection) throws SQLException {
    bind(selection, GATE, GATE);
    if (isFound(selection)) {
      return;
    }
    try (PreparedStatement insertion =
        prepare("INSERT INTO %s (namespace, user_id) VALUES (?, ?)")) {
      bind(insertion, GATE, GATE);
      if (!isInserted(insertion) && !isFound(selection)) {
        throw disturbed();
      }
    }
  }

  private static boolean isFound(PreparedStatement selection) throws SQLException {
    try (ResultSet result = selection.executeQuery()) {
      return result.next();
    }
  }

  private static void insert(PreparedStatement insertion) throws SQLException {
    if (!isInserted(insertion)) {
      throw disturbed();
    }
  }

  /** Returns false if the row has been inserted meanwhile. The transaction is still usable then. */
  private static boolean isInserted(PreparedStatement insertion) throws SQLException {
    try {
      insertion.executeUpdate();
      return true;
    } catch (SQLException e) {
      if (SqlFailures.isDuplicateKey(e)) {
        return false;
      }
      throw e;
    }
  }

  private static SQLException disturbed() {
    return new SQLException("another program changed a row of this update", "40001");
  }

  /** Locks the rows that this owner leased last. */
  NavigableMap<byte[], byte @Nullable []> lockLeased(
      byte[] namespace, NavigableSet<byte[]> users, String owner) throws SQLException {
    NavigableMap<byte[], byte @Nullable []> records = new TreeMap<>(KeyBytes.ORDER);
    try (PreparedStatement selection = prepare(selectForUpdate(" AND lease_owner = ?"))) {
      for (byte[] user : users) {
        bind(selection, namespace, user, owner);
        read(user, selection, records);
      }
    }
    return records;
  }

  private static String selectForUpdate(String condition) {
    return "SELECT record FROM %s WHERE namespace = ? AND user_id = ?" + condition + " FOR UPDATE";
  }

  private static boolean read(
      byte[] user, PreparedStatement selection, Map<byte[], byte @Nullable []> records)
      throws SQLException {
    try (ResultSet result = selection.executeQuery()) {
      boolean found = result.next();
      if (found) {
        records.put(user, result.getBytes(1));
      }
      return found;
    }
  }

  /**
   * Executes a statement for each row.
   *
   * @param parameters its parameters for a row
   * @return the number of rows that each one changed
   */
  <T> int[] change(String sql, Collection<T> rows, Function<T, @Nullable Object[]> parameters)
      throws SQLException {
    if (rows.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = prepare(sql)) {
      for (T row : rows) {
        bind(statement, parameters.apply(row));
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql.formatted(table));
  }

  private static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
