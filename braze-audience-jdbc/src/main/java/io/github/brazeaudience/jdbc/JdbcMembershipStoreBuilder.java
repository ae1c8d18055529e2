package io.github.brazeaudience.jdbc;

import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Builder for a {@link JdbcMembershipStore}. Not thread-safe. */
public final class JdbcMembershipStoreBuilder {
  /** The default for {@link #table}. */
  public static final String DEFAULT_TABLE = "braze_audience_membership";

  /** The default for {@link #statementTimeout}, in seconds. */
  public static final int DEFAULT_STATEMENT_TIMEOUT_SECONDS = StatementTimeouts.DEFAULT_SECONDS;

  private final DataSource dataSource;
  private TableName table = TableName.DEFAULT;
  private Duration statementTimeout = Duration.ofSeconds(DEFAULT_STATEMENT_TIMEOUT_SECONDS);
  private @Nullable JdbcDialect dialect;
  private boolean shared = true;

  JdbcMembershipStoreBuilder(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Sets the name of the table, optionally after its schema and a dot. It is used without quotes,
   * so PostgreSQL folds it to lower case and H2 to upper case.
   *
   * @param name letters, digits and underscores; by default {@value #DEFAULT_TABLE}
   * @return this
   * @throws IllegalArgumentException if the name has other characters or is longer than 63
   */
  public JdbcMembershipStoreBuilder table(String name) {
    table = new TableName(Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Sets the SQL dialect. By default, it is that of the database that the first connection reports.
   *
   * @return this
   */
  public JdbcMembershipStoreBuilder dialect(JdbcDialect dialect) {
    this.dialect = Objects.requireNonNull(dialect, "dialect");
    return this;
  }

  /**
   * Sets the time after which the driver cancels a statement, including its wait for locks.
   *
   * @param timeout from 1 s to 1 h, rounded up to seconds; by default {@value
   *     #DEFAULT_STATEMENT_TIMEOUT_SECONDS} s
   * @return this
   * @throws IllegalArgumentException if the timeout is out of range
   */
  public JdbcMembershipStoreBuilder statementTimeout(Duration timeout) {
    statementTimeout = StatementTimeouts.checked(timeout);
    return this;
  }

  /**
   * Sets whether the store leases users. Without leases, the forwarders that use the table at the
   * same time must be one, or have different users. Reading users then writes nothing.
   *
   * @param shared true by default
   * @return this
   */
  public JdbcMembershipStoreBuilder shared(boolean shared) {
    this.shared = shared;
    return this;
  }

  /** {@return a store, which connects to the database when it is used} */
  public JdbcMembershipStore build() {
    TableName name = table;
    int seconds = StatementTimeouts.seconds(statementTimeout);
    Database<MembershipTable> database =
        new Database<>(
            "membership database",
            dataSource,
            dialect,
            (connection, known) ->
                switch (known) {
                  case POSTGRESQL -> new PostgresTable(connection, name, seconds);
                  case H2 -> new H2Table(connection, name, seconds);
                });
    return new JdbcMembershipStore(database, table, shared);
  }
}
