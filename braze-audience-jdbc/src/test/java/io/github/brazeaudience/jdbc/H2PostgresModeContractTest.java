package io.github.brazeaudience.jdbc;

import java.sql.Connection;

/**
 * Runs the suite of a membership store on H2 in PostgreSQL mode, with serializable connections
 * without auto-commit.
 */
final class H2PostgresModeContractTest extends JdbcStoreContract {
  @Override
  CheckingPool newPool() {
    return new CheckingPool(
        Databases.h2InMemory(";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"),
        false,
        Connection.TRANSACTION_SERIALIZABLE);
  }
}
