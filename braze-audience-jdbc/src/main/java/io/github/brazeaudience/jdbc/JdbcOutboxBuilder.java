package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Builder for a {@link JdbcOutbox}. Not thread-safe. */
public final class JdbcOutboxBuilder {
  /** The default for {@link #table}. */
  public static final String DEFAULT_TABLE = "braze_audience_outbox";

  /** The default for {@link #statementTimeout}, in seconds. */
  public static final int DEFAULT_STATEMENT_TIMEOUT_SECONDS = StatementTimeouts.DEFAULT_SECONDS;

  /** The default for {@link #messageRetention}, in days. */
  public static final int DEFAULT_MESSAGE_RETENTION_DAYS = 7;

  private static final Duration MAX_MESSAGE_RETENTION = Duration.ofDays(3650);

  private final DataSource dataSource;
  private OutboxTables tables = new OutboxTables(OutboxTables.DEFAULT);
  private Duration statementTimeout = Duration.ofSeconds(DEFAULT_STATEMENT_TIMEOUT_SECONDS);
  private Duration messageRetention = Duration.ofDays(DEFAULT_MESSAGE_RETENTION_DAYS);
  private UserHash users = UserHash.withDefaults();
  private @Nullable JdbcDialect dialect;

  JdbcOutboxBuilder(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Sets the name of the table of updates, optionally after its schema and a dot. The names of the
   * other tables start with it. It is used without quotes, so PostgreSQL folds it to lower case and
   * H2 to upper case.
   *
   * @param name letters, digits and underscores; by default {@value #DEFAULT_TABLE}
   * @return this
   * @throws IllegalArgumentException if the name has other characters or is longer than 54
   */
  public JdbcOutboxBuilder table(String name) {
    tables = new OutboxTables(new TableName(Objects.requireNonNull(name, "name")));
    return this;
  }

  /**
   * Sets the SQL dialect. By default, it is that of the database that the first connection reports.
   *
   * @return this
   */
  public JdbcOutboxBuilder dialect(JdbcDialect dialect) {
    this.dialect = Objects.requireNonNull(dialect, "dialect");
    return this;
  }

  /**
   * Sets the time after which the driver cancels a statement of a relay or of {@link
   * JdbcOutbox#status}, including its wait for locks.
   *
   * @param timeout from 1 s to 1 h, rounded up to seconds; by default {@value
   *     #DEFAULT_STATEMENT_TIMEOUT_SECONDS} s
   * @return this
   * @throws IllegalArgumentException if the timeout is out of range
   */
  public JdbcOutboxBuilder statementTimeout(Duration timeout) {
    statementTimeout = StatementTimeouts.checked(timeout);
    return this;
  }

  /**
   * Sets the time for which {@link JdbcOutbox#addOnce} recognizes the id of a message. Running
   * relays delete older ids.
   *
   * @param retention positive, at most 3650 days; by default {@value
   *     #DEFAULT_MESSAGE_RETENTION_DAYS} days
   * @return this
   * @throws IllegalArgumentException if the retention is out of range
   */
  public JdbcOutboxBuilder messageRetention(Duration retention) {
    if (retention.isNegative()
        || retention.isZero()
        || retention.compareTo(MAX_MESSAGE_RETENTION) > 0) {
      throw new IllegalArgumentException(
          "messageRetention must be positive and at most 3650 days, not " + retention);
    }
    messageRetention = retention;
    return this;
  }

  /**
   * Sets the configuration whose identity settings name the user of an update, which is the user by
   * whom updates are ordered. Use the configuration of the forwarder if it has another external
   * identity type, device match, device lookup or the email fallback; all processes need the same
   * settings. By default, they are those of a configuration with default settings.
   *
   * @return this
   */
  public JdbcOutboxBuilder identities(BrazeAudienceConfig config) {
    users = new UserHash(config);
    return this;
  }

  /** {@return an outbox, which connects to the database when it is used} */
  public JdbcOutbox build() {
    OutboxTables names = tables;
    int seconds = StatementTimeouts.seconds(statementTimeout);
    Database<OutboxSession> database =
        new Database<>(
            "outbox database",
            dataSource,
            dialect,
            (connection, known) -> OutboxSession.open(connection, known, names, seconds));
    return new JdbcOutbox(database, names, users, messageRetention);
  }
}
