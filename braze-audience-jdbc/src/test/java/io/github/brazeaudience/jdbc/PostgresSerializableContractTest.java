package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.testing.contract.SharedMembershipStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/**
 * Runs the suite of a membership store on PostgreSQL, with serializable connections without
 * auto-commit.
 */
final class PostgresSerializableContractTest extends SharedMembershipStoreContract {
  private final CheckingPool pool =
      new CheckingPool(Databases.postgres(), false, Connection.TRANSACTION_SERIALIZABLE);

  private String table;

  @Override
  protected MembershipStore newStore() {
    JdbcMembershipStore store = Databases.newStore(pool);
    table = Databases.tableOf(store);
    return store;
  }

  @Override
  protected void elapse(Duration time) throws SQLException {
    Databases.endLeasesEarlier(pool, table, time);
  }

  @AfterEach
  void checkPool() throws SQLException {
    assertThat(pool.taken()).as("connections not returned").isZero();
    pool.close();
  }
}
