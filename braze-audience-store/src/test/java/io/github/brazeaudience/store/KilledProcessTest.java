package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed with SIGKILL loses no update that returned and leaves no partial update. */
final class KilledProcessTest {
  private static final int KILLS =
      Integer.getInteger("store.kills", Boolean.getBoolean("tests.full") ? 24 : 4);
  private static final int MAX_BATCHES = 60;
  private static final int MAX_NANOS = 3_000_000;

  @TempDir Path directory;

  @Test
  void update_processKilledAtAnyInstant_isStoredIfItReturned() throws Exception {
    long seed = Seeds.of("KilledProcessTest");
    SplittableRandom random = new SplittableRandom(seed);
    Path file = directory.resolve("users.store");
    for (int kill = 1; kill <= KILLS; kill++) {
      long reported = writeAndKill(file, random);
      try (FileMembershipStore store = Stores.open(file)) {
        long last = History.last(store);
        assertThat(last).as("kill %d, last batch", kill).isGreaterThanOrEqualTo(reported);
        assertThat(History.all(store))
            .as("kill %d, records after batch %d", kill, last)
            .isEqualTo(History.after(last));
      }
    }
  }

  /** Returns the number of the last batch that was reported. */
  private static long writeAndKill(Path file, SplittableRandom random) throws Exception {
    int batches = random.nextInt(MAX_BATCHES);
    long nanos = random.nextLong(MAX_NANOS);
    try (ChildProcess child = ChildProcess.start(WritingProcess.class, file)) {
      long reported = 0;
      for (int i = 0; i < batches; i++) {
        reported = Long.parseLong(child.line());
      }
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      List<String> rest = child.kill();
      return rest.isEmpty() ? reported : Long.parseLong(rest.get(rest.size() - 1));
    }
  }
}
