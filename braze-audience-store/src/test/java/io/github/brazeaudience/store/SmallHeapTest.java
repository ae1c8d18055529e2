package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory of a store does not depend on the heap of the process that wrote the file. */
final class SmallHeapTest {
  /** With external ids of this length, all records together take 40 MB in a memtable. */
  private static final int RECORDS = 80_000;

  private static final String LONG_ID = "u".repeat(200);
  private static final int BATCH = 2_000;

  @TempDir Path directory;

  @Test
  void open_fileOfAKilledProcessWithALargeHeap_fitsIntoASmallHeap() throws Exception {
    Path killed = directory.resolve("killed.store");
    Path file = directory.resolve("users.store");
    try (FileMembershipStore store =
        FileMembershipStore.builder(file).memTable(MemTableLimits.ofRecords(2 * RECORDS)).open()) {
      write(store);
      assertThat(store).asString().contains(" 0 namespaces, " + RECORDS + " recent changes");
      Files.copy(file, killed);
    }

    try (ChildProcess child = ChildProcess.start("-Xmx32m", OpeningProcess.class, killed)) {
      assertThat(child.line()).isEqualTo(String.valueOf(RECORDS));
    }
  }

  private static void write(FileMembershipStore store) {
    MembershipRecord record = Records.in(1);
    for (int first = 0; first < RECORDS; first += BATCH) {
      Map<String, RecordChange> changes = new HashMap<>();
      for (int user = first; user < first + BATCH; user++) {
        changes.put(LONG_ID + user, present -> record);
      }
      store.update(History.NAMESPACE, changes);
    }
  }
}
