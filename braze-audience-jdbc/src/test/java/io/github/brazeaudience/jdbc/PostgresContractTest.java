package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.testing.contract.MembershipStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;

/** Runs the suite of a membership store on PostgreSQL, with connections in auto-commit mode. */
final class PostgresContractTest extends MembershipStoreContract {
  private final CheckingPool pool =
      new CheckingPool(Databases.postgres(), true, Connection.TRANSACTION_READ_COMMITTED);

  @Override
  protected MembershipStore newStore() {
    return Databases.newStore(pool);
  }

  @AfterEach
  void checkPool() throws SQLException {
    assertThat(pool.taken()).as("connections not returned").isZero();
    pool.close();
  }
}
