package io.github.brazeaudience.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The operations of an outbox on one connection. Not thread-safe. */
final class OutboxSession implements Database.Session {
  private final OutboxStatements statements;
  private final @Nullable H2Settings settings;

  private OutboxSession(OutboxStatements statements, @Nullable H2Settings settings) {
    this.statements = statements;
    this.settings = settings;
  }

  static OutboxSession open(
      Connection connection, JdbcDialect dialect, OutboxTables tables, int timeoutSeconds)
      throws SQLException {
    H2Settings settings =
        dialect == JdbcDialect.H2 ? new H2Settings(connection, timeoutSeconds) : null;
    return new OutboxSession(
        new OutboxStatements(connection, OutboxDialect.of(dialect), tables, timeoutSeconds),
        settings);
  }

  RelayRows relays() {
    return new RelayRows(statements);
  }

  UpdateClaims claims() {
    return new UpdateClaims(statements);
  }

  SettlementWriter settlements() {
    return new SettlementWriter(statements);
  }

  OutboxInspection inspection() {
    return new OutboxInspection(statements);
  }

  void createTables() throws SQLException {
    statements.createTables();
  }

  @Override
  public void close() throws SQLException {
    if (settings != null) {
      settings.close();
    }
  }
}
