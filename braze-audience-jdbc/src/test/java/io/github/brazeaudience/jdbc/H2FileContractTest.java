package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.testing.contract.SharedMembershipStoreContract;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs the suite of a membership store on an H2 database in a file. */
final class H2FileContractTest extends SharedMembershipStoreContract {
  @TempDir Path directory;
  private CheckingPool pool;

  private String table;

  @Override
  protected MembershipStore newStore() {
    pool = new CheckingPool(Databases.h2(directory.resolve("database").toString()));
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
