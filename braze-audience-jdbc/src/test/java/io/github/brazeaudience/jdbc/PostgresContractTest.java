package io.github.brazeaudience.jdbc;

import java.sql.Connection;

/** Runs the suite of a membership store on PostgreSQL, with connections in auto-commit mode. */
final class PostgresContractTest extends JdbcStoreContract {
  @Override
  CheckingPool newPool() {
    return new CheckingPool(Databases.postgres(), true, Connection.TRANSACTION_READ_COMMITTED);
  }
}
