package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.testing.contract.MembershipStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Runs the suite of a membership store on an H2 database in a file. */
final class H2FileContractTest extends MembershipStoreContract {
  @TempDir Path directory;

  @Override
  protected MembershipStore newStore() {
    return Databases.newStore(Databases.h2(directory.resolve("database").toString()));
  }
}
