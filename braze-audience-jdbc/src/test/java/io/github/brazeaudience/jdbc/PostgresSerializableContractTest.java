package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.testing.contract.MembershipStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;

/**
 * Runs the suite of a membership store on PostgreSQL, with serializable connections without
 * auto-commit.
 */
final class PostgresSerializableContractTest extends MembershipStoreContract {
  private final CheckingPool pool =
      new CheckingPool(Databases.postgres(), false, Connection.TRANSACTION_SERIALIZABLE);

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
