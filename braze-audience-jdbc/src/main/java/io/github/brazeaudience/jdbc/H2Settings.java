package io.github.brazeaudience.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Isolation and statement timeout of a connection to H2, which keeps both per connection. */
final class H2Settings implements AutoCloseable {
  private final Connection connection;
  private final int timeoutBefore;
  private final int isolationBefore;

  /** Sets the isolation to READ COMMITTED, and the timeout. */
  H2Settings(Connection connection, int timeoutSeconds) throws SQLException {
    this.connection = connection;
    isolationBefore = connection.getTransactionIsolation();
    if (isolationBefore != Connection.TRANSACTION_READ_COMMITTED) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    try (Statement statement = connection.createStatement()) {
      timeoutBefore = statement.getQueryTimeout();
      statement.setQueryTimeout(timeoutSeconds);
    }
  }

  /** Restores the settings that the connection had. */
  @Override
  public void close() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(timeoutBefore);
    }
    if (isolationBefore != Connection.TRANSACTION_READ_COMMITTED) {
      connection.setTransactionIsolation(isolationBefore);
    }
  }
}
