package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.testing.contract.MembershipStoreContract;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs the suite of a membership store on an H2 database in a file. */
final class H2FileContractTest extends MembershipStoreContract {
  @TempDir Path directory;
  private CheckingPool pool;

  @Override
  protected MembershipStore newStore() {
    pool = new CheckingPool(Databases.h2(directory.resolve("database").toString()));
    return Databases.newStore(pool);
  }

  @AfterEach
  void checkPool() throws SQLException {
    assertThat(pool.taken()).as("connections not returned").isZero();
    pool.close();
  }
}
