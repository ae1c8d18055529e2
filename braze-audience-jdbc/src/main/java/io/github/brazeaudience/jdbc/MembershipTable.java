package io.github.brazeaudience.jdbc;

import java.sql.SQLException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Table of membership records on one connection. Not thread-safe.
 *
 * <p>Transactions cannot deadlock unless a third one deletes a row meanwhile. Each one first locks
 * its existing rows in the order of the keys, and then inserts its new rows in that order. While it
 * inserts, it waits only for other inserts, and it deletes rows last.
 */
interface MembershipTable extends Database.Session {
  /** Reads records in one statement, or a few. */
  NavigableMap<byte[], byte[]> read(byte[] namespace, SortedSet<byte[]> users) throws SQLException;

  /**
   * Reads records and locks their rows until the end of the transaction.
   *
   * @return the records of the users with a row; null if the row has no record
   */
  NavigableMap<byte[], byte @Nullable []> lock(byte[] namespace, SortedSet<byte[]> users)
      throws SQLException;

  /** Reads and locks as {@link #lock} does, but only the rows that this owner leased last. */
  NavigableMap<byte[], byte @Nullable []> lockLeased(
      byte[] namespace, SortedSet<byte[]> users, String owner) throws SQLException;

  /**
   * Leases users, unless another owner's lease has not ended, and reads their records.
   *
   * @return the records of the leased users; null if the row has no record
   */
  NavigableMap<byte[], byte @Nullable []> lease(
      byte[] namespace, SortedSet<byte[]> users, String owner, long leaseMillis)
      throws SQLException;

  /** Writes the records and the ends of the leases of locked rows. */
  void writeLeased(byte[] namespace, SortedMap<byte[], LeasedRow> rows) throws SQLException;

  /** Content of the row of a leased user. */
  final class LeasedRow {
    private final byte @Nullable [] record;
    private final long leaseMillis;

    /**
     * Creates a content.
     *
     * @param leaseMillis the time from now to the end of the lease, in milliseconds
     */
    LeasedRow(byte @Nullable [] record, long leaseMillis) {
      this.record = record;
      this.leaseMillis = leaseMillis;
    }

    byte @Nullable [] record() {
      return record;
    }

    long leaseMillis() {
      return leaseMillis;
    }

    /** A row without a record or a lease is deleted. */
    boolean isEmpty() {
      return record == null && leaseMillis == 0;
    }
  }

  /**
   * Writes records whose rows are locked, or were missing.
   *
   * @throws SQLException a transient one if another transaction has inserted a missing row
   */
  void write(byte[] namespace, RecordWrites writes) throws SQLException;

  /** Reads a page in the order of the keys. */
  NavigableMap<byte[], byte[]> page(byte[] namespace, byte @Nullable [] after, int limit)
      throws SQLException;

  /** Creates the table if it is missing, even if other processes do the same. */
  void create() throws SQLException;

  /** The failure if a row was inserted after its user was found to have none. */
  static SQLException insertedMeanwhile() {
    return new SQLException("another transaction inserted a row of this update", "40001");
  }

  /** {@return the rows that have a record} */
  static NavigableMap<byte[], byte[]> withRecord(Map<byte[], byte @Nullable []> rows) {
    NavigableMap<byte[], byte[]> records = new TreeMap<>(KeyBytes.ORDER);
    for (Map.Entry<byte[], byte @Nullable []> row : rows.entrySet()) {
      byte[] record = row.getValue();
      if (record != null) {
        records.put(row.getKey(), record);
      }
    }
    return records;
  }
}
