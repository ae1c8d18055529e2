package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.testing.contract.SharedMembershipStoreContract;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** Suite of a membership store in a database, which also checks that connections are returned. */
abstract class JdbcStoreContract extends SharedMembershipStoreContract {
  private CheckingPool pool;
  private String table;

  abstract CheckingPool newPool();

  @Override
  protected MembershipStore newStore() {
    pool = newPool();
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
