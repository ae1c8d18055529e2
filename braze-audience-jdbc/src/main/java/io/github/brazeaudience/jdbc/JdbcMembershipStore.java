package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.jdbc.MembershipTable.LeasedRow;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Membership store in a table of a PostgreSQL or H2 database. Thread-safe.
 *
 * <p><b>Schema.</b> {@link #createSchema} creates the table. Or run the script yourself, for
 * example with Flyway or Liquibase: the jar contains {@code braze-audience-jdbc/schema/postgresql}
 * and {@code braze-audience-jdbc/schema/h2} with {@code V1__membership.sql}. The table contains
 * external ids as bytes in UTF-8; protect it accordingly.
 *
 * <p><b>Transactions.</b> Each method takes one connection, and returns it with the auto-commit
 * mode and isolation level that it had. An update is one transaction with isolation READ COMMITTED.
 * It locks the rows of its users, so several stores can use one table. After a deadlock, a
 * serialization failure or a lock timeout, it is repeated, at most {@value
 * TransactionRetry#MAX_ATTEMPTS} attempts in all, after random waits up to {@value
 * TransactionRetry#MAX_WAIT_MILLIS} ms. The data source must not return connections that are part
 * of the caller's transaction.
 *
 * <p><b>Several processes.</b> The store {@linkplain MembershipStore#readLeased leases} each user
 * to one forwarder at a time, by the clock of the database, so forwarders of several processes can
 * have the same users. {@link JdbcMembershipStoreBuilder#shared} turns this off.
 *
 * <p><b>Failures.</b> If the database fails, the operation throws a {@link JdbcStoreException}, and
 * the next operation takes a new connection. If the connection breaks during the commit, the update
 * may be stored although the operation throws. A forwarder then treats the write as not sent or
 * records its outcome again; both are safe. Set {@code socketTimeout} of PostgreSQL's driver, so an
 * operation also ends if the network drops its packets.
 *
 * <p><b>Interrupts.</b> An operation ignores an interrupt that precedes it. An interrupt between
 * two attempts only ends the wait. An interrupt during an attempt closes the file of an embedded H2
 * database, as it does with other uses of H2.
 */
public final class JdbcMembershipStore implements MembershipStore {
  private final Database<MembershipTable> database;
  private final TableName table;
  private final boolean shared;
  private volatile boolean closed;

  JdbcMembershipStore(Database<MembershipTable> database, TableName table, boolean shared) {
    this.database = database;
    this.table = table;
    this.shared = shared;
  }

  /**
   * Creates a store with the default settings. It connects to the database when it is used.
   *
   * @param dataSource the source of connections, usually a pool; the store does not close it
   * @return the store
   */
  public static JdbcMembershipStore of(DataSource dataSource) {
    return builder(dataSource).build();
  }

  /**
   * Creates a builder for other settings.
   *
   * @param dataSource the source of connections, usually a pool; the store does not close it
   * @return a new builder
   */
  public static JdbcMembershipStoreBuilder builder(DataSource dataSource) {
    return new JdbcMembershipStoreBuilder(Objects.requireNonNull(dataSource, "dataSource"));
  }

  /**
   * Creates the table if it is missing. Several processes can call it at the same time. The
   * database user needs the privilege to create a table; a schema in the name of the table must
   * exist.
   *
   * @throws IllegalStateException if the store is closed, or the database is not supported
   * @throws JdbcStoreException if the database fails
   */
  public void createSchema() {
    checkOpen();
    database.transaction(
        open -> {
          open.create();
          return open;
        });
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the store is closed, or the database is not supported
   * @throws JdbcStoreException if the database fails
   */
  @Override
  public Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
    byte[] namespaceKey = key(namespace, "namespace");
    checkOpen();
    if (users.isEmpty()) {
      return Map.of();
    }
    NavigableSet<byte[]> keys = new TreeSet<>(KeyBytes.ORDER);
    users.forEach(user -> keys.add(KeyBytes.of(user)));
    Map<String, MembershipRecord> found = new HashMap<>();
    database
        .query(open -> open.read(namespaceKey, keys))
        .forEach((user, bytes) -> found.put(KeyBytes.text(user), MembershipRecord.ofBytes(bytes)));
    return found;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the store is closed, or the database is not supported
   * @throws JdbcStoreException if the database fails
   */
  @Override
  public void update(String namespace, Map<String, RecordChange> changes) {
    byte[] namespaceKey = key(namespace, "namespace");
    checkOpen();
    if (changes.isEmpty()) {
      return;
    }
    NavigableMap<byte[], RecordChange> sorted = new TreeMap<>(KeyBytes.ORDER);
    changes.forEach((user, change) -> sorted.put(KeyBytes.of(user), change));
    database.transaction(
        open -> {
          RecordWrites writes =
              RecordWrites.of(sorted, open.lock(namespaceKey, sorted.navigableKeySet()));
          if (!writes.isEmpty()) {
            open.write(namespaceKey, writes);
          }
          return writes;
        });
  }

  /** {@return true, unless {@link JdbcMembershipStoreBuilder#shared} is off} */
  @Override
  public boolean isShared() {
    return shared;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the store is closed, or the database is not supported
   * @throws JdbcStoreException if the database fails
   */
  @Override
  public LeasedRecords readLeased(
      String namespace, Collection<String> users, String owner, Duration duration) {
    byte[] namespaceKey = key(namespace, "namespace");
    checkOpen();
    NavigableSet<byte[]> keys = new TreeSet<>(KeyBytes.ORDER);
    users.forEach(user -> keys.add(KeyBytes.of(user)));
    Map<String, MembershipRecord> records = new HashMap<>();
    Set<String> refused = new HashSet<>(users);
    if (!keys.isEmpty()) {
      database
          .transaction(open -> open.lease(namespaceKey, keys, owner, duration.toMillis()))
          .forEach(
              (key, bytes) -> {
                String user = KeyBytes.text(key);
                refused.remove(user);
                if (bytes != null) {
                  records.put(user, MembershipRecord.ofBytes(bytes));
                }
              });
    }
    return new LeasedRecords(records, refused);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the store is closed, or the database is not supported
   * @throws JdbcStoreException if the database fails
   */
  @Override
  public Set<String> updateLeased(
      String namespace, String owner, Map<String, LeasedChange> changes) {
    byte[] namespaceKey = key(namespace, "namespace");
    checkOpen();
    if (changes.isEmpty()) {
      return Set.of();
    }
    NavigableMap<byte[], LeasedChange> sorted = new TreeMap<>(KeyBytes.ORDER);
    changes.forEach((user, change) -> sorted.put(KeyBytes.of(user), change));
    return database.transaction(
        open -> {
          NavigableMap<byte[], byte @Nullable []> present =
              open.lockLeased(namespaceKey, sorted.navigableKeySet(), owner);
          NavigableMap<byte[], LeasedRow> rows = new TreeMap<>(KeyBytes.ORDER);
          Set<String> lost = new HashSet<>();
          sorted.forEach(
              (user, leased) -> {
                if (present.containsKey(user)) {
                  byte[] record = leased.change().applyToBytes(present.get(user));
                  rows.put(user, new LeasedRow(record, leased.lease().toMillis()));
                } else {
                  lost.add(KeyBytes.text(user));
                }
              });
          if (!rows.isEmpty()) {
            open.writeLeased(namespaceKey, rows);
          }
          return lost;
        });
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code limit} is less than 1
   * @throws IllegalStateException if the store is closed, or the database is not supported
   * @throws JdbcStoreException if the database fails
   */
  @Override
  public List<StoredRecord> page(String namespace, @Nullable String after, int limit) {
    byte[] namespaceKey = key(namespace, "namespace");
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, not " + limit);
    }
    checkOpen();
    byte @Nullable [] afterKey = after == null ? null : KeyBytes.of(after);
    return database.query(open -> open.page(namespaceKey, afterKey, limit)).entrySet().stream()
        .map(
            row ->
                new StoredRecord(
                    KeyBytes.text(row.getKey()), MembershipRecord.ofBytes(row.getValue())))
        .toList();
  }

  /** Closes the store. The data source stays open. */
  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the membership store is closed");
    }
  }

  private static byte[] key(String text, String name) {
    return KeyBytes.of(Objects.requireNonNull(text, name));
  }

  /** Contains the name of the table only. */
  @Override
  public String toString() {
    return "JdbcMembershipStore[%s%s]".formatted(table, closed ? ", closed" : "");
  }
}
