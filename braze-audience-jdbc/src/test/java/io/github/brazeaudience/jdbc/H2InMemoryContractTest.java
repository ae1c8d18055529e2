package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.testing.contract.SharedMembershipStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** Runs the suite of a membership store on H2 in memory. */
final class H2InMemoryContractTest extends SharedMembershipStoreContract {
  private final CheckingPool pool =
      new CheckingPool(Databases.h2InMemory(""), true, Connection.TRANSACTION_READ_COMMITTED);

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
