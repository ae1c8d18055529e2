package io.github.brazeaudience.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the program with one membership store. */
@Timeout(120)
abstract class StoreRunsFixture {
  @TempDir Path directory;
  StoreRuns store;

  @BeforeEach
  final void start() {
    store = new StoreRuns(directory);
  }

  @AfterEach
  final void stop() {
    store.close();
  }
}
