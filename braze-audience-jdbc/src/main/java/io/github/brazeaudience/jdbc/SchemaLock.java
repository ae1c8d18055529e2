package io.github.brazeaudience.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Advisory lock of PostgreSQL, in which concurrent CREATE TABLE IF NOT EXISTS can fail. */
final class SchemaLock {
  /** Key of the lock, "braze-au" in ASCII. */
  private static final long KEY = 0x6272617A652D6175L;

  private SchemaLock() {}

  /** Waits for the lock, and holds it until the transaction ends. */
  static void acquire(Connection connection, int timeoutSeconds) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setLong(1, KEY);
      statement.execute();
    }
  }
}
