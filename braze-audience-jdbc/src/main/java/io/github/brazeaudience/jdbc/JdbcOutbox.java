package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.AudienceUpdate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Transactional outbox in tables of a PostgreSQL or H2 database. A service adds updates in the
 * transaction that changes its own data, so either both are committed or none. Relays forward the
 * updates. Thread-safe.
 *
 * <p><b>Schema.</b> {@link #createSchema} creates the tables. Or run the script yourself, for
 * example with Flyway or Liquibase: the jar contains {@code braze-audience-jdbc/schema/postgresql}
 * and {@code braze-audience-jdbc/schema/h2} with {@code V2__outbox.sql}. The tables contain
 * identities; protect them accordingly.
 *
 * <p><b>Relays.</b> Any number of {@linkplain #relay relays} of any number of processes can use one
 * outbox. Each user is forwarded by one of them at a time.
 *
 * <p><b>Order.</b> The updates of a user are forwarded in the order of their ids, which the
 * database assigns when they are added. Updates that a relay takes together are merged in the order
 * of their timestamps if all of them have one. If two transactions add updates of one user at the
 * same time, and the one with the lower id commits later, a relay can forward its update later too.
 * Lock the user in your transaction before you add, or give the updates timestamps and the
 * forwarder a membership store, which applies them in the order of the timestamps.
 */
public final class JdbcOutbox {
  /** The maximum length of the id of a message, in bytes of UTF-8. */
  public static final int MAX_MESSAGE_ID_BYTES = 1_000;

  /** The maximum age of {@link #recentStatus}, in seconds. */
  public static final int RECENT_STATUS_SECONDS = 10;

  private final Database<OutboxSession> database;
  private final OutboxTables tables;
  private final UserHash users;
  private final Duration messageRetention;
  private final RecentStatus recentStatus = new RecentStatus(this::status, System::nanoTime);

  JdbcOutbox(
      Database<OutboxSession> database,
      OutboxTables tables,
      UserHash users,
      Duration messageRetention) {
    this.database = database;
    this.tables = tables;
    this.users = users;
    this.messageRetention = messageRetention;
  }

  /**
   * Creates an outbox with the default settings. It connects to the database when it is used.
   *
   * @param dataSource the source of connections for everything but {@link #add} and {@link
   *     #addOnce}, usually a pool; it must not return connections that are part of the caller's
   *     transaction
   */
  public static JdbcOutbox of(DataSource dataSource) {
    return builder(dataSource).build();
  }

  /**
   * Creates a builder for other settings.
   *
   * @param dataSource the source of connections, as in {@link #of}
   */
  public static JdbcOutboxBuilder builder(DataSource dataSource) {
    return new JdbcOutboxBuilder(Objects.requireNonNull(dataSource, "dataSource"));
  }

  /**
   * Creates the tables that are missing. Several processes can call it at the same time. The
   * database user needs the privilege to create tables; a schema in the name of the table must
   * exist.
   *
   * @throws IllegalStateException if the database is not supported
   * @throws JdbcStoreException if the database fails
   */
  public void createSchema() {
    database.transaction(
        session -> {
          session.createTables();
          return session;
        });
  }

  /**
   * Adds updates in the caller's transaction. Neither commits nor rolls back. The updates are
   * forwarded after the transaction has committed. A connection that commits automatically commits
   * each update at once.
   *
   * @param connection a connection to the database of this outbox, which stays open
   * @param updates the updates; those of one user in the order in which they apply
   * @throws SQLException if the database fails; the transaction should be rolled back
   * @throws IllegalStateException if the database is not supported
   */
  public void add(Connection connection, Collection<? extends AudienceUpdate> updates)
      throws SQLException {
    if (updates.isEmpty()) {
      return;
    }
    String sql = tables.in("INSERT INTO {updates} (user_hash, content) VALUES (?, ?)");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (AudienceUpdate update : updates) {
        statement.setLong(1, users.of(update));
        statement.setString(2, UpdateWriter.write(update));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /**
   * Adds the updates of a message in the caller's transaction, unless a message with this id was
   * added within the {@linkplain JdbcOutboxBuilder#messageRetention retention}. If another
   * transaction is adding a message with this id, waits until that transaction ends.
   *
   * @param connection a connection to the database of this outbox, which stays open and should not
   *     commit automatically
   * @param messageId the id of the message, unique among all messages of this outbox; at most
   *     {@value #MAX_MESSAGE_ID_BYTES} bytes in UTF-8
   * @param updates the updates; an empty collection only stores the id
   * @return false if the message was added before; nothing is added then
   * @throws SQLException if the database fails; the transaction should be rolled back
   * @throws IllegalArgumentException if the id is empty or too long
   * @throws IllegalStateException if the database is not supported
   */
  public boolean addOnce(
      Connection connection, String messageId, Collection<? extends AudienceUpdate> updates)
      throws SQLException {
    byte[] key = KeyBytes.of(Objects.requireNonNull(messageId, "messageId"));
    if (key.length == 0 || key.length > MAX_MESSAGE_ID_BYTES) {
      throw new IllegalArgumentException(
          "a message id must have 1 to %s bytes, not %s; use a shorter id, such as a hash of it"
              .formatted(String.valueOf(MAX_MESSAGE_ID_BYTES), String.valueOf(key.length)));
    }
    OutboxDialect dialect = OutboxDialect.of(database.dialect(connection));
    try (PreparedStatement statement =
        connection.prepareStatement(tables.in(dialect.insertMessage))) {
      statement.setBytes(1, key);
      if (statement.executeUpdate() == 0) {
        return false;
      }
    } catch (SQLException e) {
      if (dialect == OutboxDialect.H2 && SqlFailures.isDuplicateKey(e)) {
        // Another transaction has added it meanwhile. In H2 this transaction is still usable.
        return false;
      }
      throw e;
    }
    add(connection, updates);
    return true;
  }

  /**
   * Creates a builder for a relay, which forwards the updates of this outbox in the background.
   *
   * @param forwarder forwards the updates; the relay does not close it
   */
  public OutboxRelayBuilder relay(AudienceForwarder forwarder) {
    return new OutboxRelayBuilder(
        database, messageRetention, Objects.requireNonNull(forwarder, "forwarder"));
  }

  /**
   * Returns the size of the backlog, the age of the oldest update, and the number of rejected
   * updates. Counts the rows in one statement, so its cost grows with the backlog.
   *
   * @throws JdbcStoreException if the database fails
   */
  public OutboxStatus status() {
    return database.query(session -> session.inspection().status());
  }

  /**
   * Returns the status as it was at most {@value #RECENT_STATUS_SECONDS} s ago, for health checks
   * and metrics. All callers share one count. A failure is repeated for as long.
   *
   * @throws JdbcStoreException if the database fails
   */
  public OutboxStatus recentStatus() {
    return recentStatus.get();
  }

  /**
   * Returns rejected updates, the newest first.
   *
   * @param limit the maximum number of entries
   * @throws IllegalArgumentException if {@code limit} is less than 1
   * @throws JdbcStoreException if the database fails
   */
  public List<RejectedEntry> rejected(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, not " + limit);
    }
    return database.query(session -> session.inspection().rejected(limit));
  }

  /**
   * Deletes rejected updates.
   *
   * @param ids the {@linkplain RejectedEntry#id ids}; unknown ones are ignored
   * @return the number of deleted updates
   * @throws JdbcStoreException if the database fails
   */
  public int discardRejected(Collection<Long> ids) {
    return database.transaction(session -> session.inspection().discardRejected(ids));
  }

  /**
   * Adds rejected updates again, for example after a configuration has been fixed. They are
   * forwarded after the updates of their users that are in the outbox.
   *
   * @param ids the {@linkplain RejectedEntry#id ids}; unknown ones are ignored
   * @return the number of updates added
   * @throws JdbcStoreException if the database fails
   */
  public int addRejectedAgain(Collection<Long> ids) {
    return database.transaction(session -> session.inspection().addRejectedAgain(ids));
  }

  /** Contains the name of the table only. */
  @Override
  public String toString() {
    return "JdbcOutbox[%s]".formatted(tables.updates());
  }
}
