package io.github.brazeaudience.jdbc;

import java.sql.Connection;

/** Runs the suite of a membership store on H2 in memory. */
final class H2InMemoryContractTest extends JdbcStoreContract {
  @Override
  CheckingPool newPool() {
    return new CheckingPool(Databases.h2InMemory(""), true, Connection.TRANSACTION_READ_COMMITTED);
  }
}
