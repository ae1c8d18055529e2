package io.github.brazeaudience.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Runs the suite of a membership store on an H2 database in a file. */
final class H2FileContractTest extends JdbcStoreContract {
  @TempDir Path directory;

  @Override
  CheckingPool newPool() {
    return new CheckingPool(Databases.h2(directory.resolve("database").toString()));
  }
}
