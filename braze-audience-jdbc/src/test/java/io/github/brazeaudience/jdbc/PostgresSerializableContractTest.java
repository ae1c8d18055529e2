package io.github.brazeaudience.jdbc;

import java.sql.Connection;

/**
 * Runs the suite of a membership store on PostgreSQL, with serializable connections without
 * auto-commit.
 */
final class PostgresSerializableContractTest extends JdbcStoreContract {
  @Override
  CheckingPool newPool() {
    return new CheckingPool(Databases.postgres(), false, Connection.TRANSACTION_SERIALIZABLE);
  }
}
