package io.github.brazeaudience.jdbc;

import java.sql.SQLException;
import java.util.NavigableMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Table of membership records on one connection. Not thread-safe.
 *
 * <p>Transactions cannot deadlock unless a third one deletes a row meanwhile. Each one first locks
 * its existing rows in the order of the keys, and then inserts its new rows in that order. While it
 * inserts, it waits only for other inserts, and it deletes rows last.
 */
interface MembershipTable extends AutoCloseable {
  /** Reads records in one statement, or a few. */
  NavigableMap<byte[], byte[]> read(byte[] namespace, SortedSet<byte[]> users) throws SQLException;

  /** Reads records and locks their rows until the end of the transaction. */
  NavigableMap<byte[], byte[]> lock(byte[] namespace, SortedSet<byte[]> users) throws SQLException;

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

  /** Restores the settings of the connection. */
  @Override
  void close() throws SQLException;

  /** The failure if a row was inserted after its user was found to have none. */
  static SQLException insertedMeanwhile() {
    return new SQLException("another transaction inserted a row of this update", "40001");
  }
}
