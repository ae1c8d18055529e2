package io.github.brazeaudience.jdbc;

import java.sql.SQLException;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Table of membership records on one connection. Not thread-safe.
 *
 * <p>Transactions do not deadlock with each other. Before a transaction reads or writes, it locks
 * or inserts the rows of all its users, which are of one namespace, in the order of the keys. So
 * one that waits for a row has only rows with lower keys.
 */
interface MembershipTable extends Database.Session {
  /** Reads records in one statement, or a few. */
  NavigableMap<byte[], byte[]> read(byte[] namespace, SortedSet<byte[]> users) throws SQLException;

  /**
   * Reads records and locks the rows of users until the end of the transaction. A user without a
   * row gets one without a record, which {@link #write} fills or deletes.
   *
   * @return the records of all users; null if the row has none
   */
  NavigableMap<byte[], byte @Nullable []> lock(byte[] namespace, NavigableSet<byte[]> users)
      throws SQLException;

  /**
   * Reads records and locks rows, but only those that this owner leased last.
   *
   * @return the records of the users with such a row; null if the row has none
   */
  NavigableMap<byte[], byte @Nullable []> lockLeased(
      byte[] namespace, NavigableSet<byte[]> users, String owner) throws SQLException;

  /**
   * Leases users, unless another owner's lease has not ended, and reads their records.
   *
   * @return the records of the leased users; null if the row has no record
   */
  NavigableMap<byte[], byte @Nullable []> lease(
      byte[] namespace, NavigableSet<byte[]> users, String owner, long leaseMillis)
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

  /** Writes the records of locked rows. */
  void write(byte[] namespace, RecordWrites writes) throws SQLException;

  /** Reads a page in the order of the keys. */
  NavigableMap<byte[], byte[]> page(byte[] namespace, byte @Nullable [] after, int limit)
      throws SQLException;

  /** Creates the table if it is missing, even if other processes do the same. */
  void create() throws SQLException;
}
