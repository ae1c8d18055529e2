package io.github.brazeaudience.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

/** Prepares statements on one connection, in the dialect of its database. Not thread-safe. */
final class OutboxStatements {
  /** Condition for the row of a user that no relay has claimed and that need not wait. */
  static final String FREE = "relay IS NULL AND (retry_at IS NULL OR retry_at <= ${now})";

  private final Connection connection;
  private final OutboxDialect dialect;
  private final OutboxTables tables;
  private final int timeoutSeconds;

  OutboxStatements(
      Connection connection, OutboxDialect dialect, OutboxTables tables, int timeoutSeconds) {
    this.connection = connection;
    this.dialect = dialect;
    this.tables = tables;
    this.timeoutSeconds = timeoutSeconds;
  }

  OutboxDialect dialect() {
    return dialect;
  }

  /** Sets the isolation of the transaction that begins with this statement. */
  void readCommitted() throws SQLException {
    if (dialect == OutboxDialect.POSTGRESQL) {
      try (Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(timeoutSeconds);
        statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
      }
    }
  }

  int execute(String sql, Collection<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return 0;
    }
    try (PreparedStatement statement = prepare(sql)) {
      statement.setArray(1, array(ids));
      return statement.executeUpdate();
    }
  }

  PreparedStatement prepare(String sql) throws SQLException {
    String complete =
        tables.in(sql).replace("${now}", dialect.now).replace("${later}", dialect.later);
    PreparedStatement statement = connection.prepareStatement(complete);
    statement.setQueryTimeout(timeoutSeconds);
    return statement;
  }

  Array array(Collection<Long> values) throws SQLException {
    return connection.createArrayOf("bigint", values.toArray(Long[]::new));
  }

  void createTables() throws SQLException {
    if (dialect == OutboxDialect.POSTGRESQL) {
      SchemaLock.acquire(connection, timeoutSeconds);
    }
    SchemaScript.OUTBOX.run(connection, dialect.directory, tables.updates(), timeoutSeconds);
  }
}
