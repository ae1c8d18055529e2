package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.MembershipRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal that exceeds a memtable is compacted in parts when the file is opened. */
final class RecoveryTest {
  private static final int BATCHES = 12;
  private static final MemTableLimits LARGE = MemTableLimits.ofRecords(100_000);
  private static final MemTableLimits SMALL = MemTableLimits.ofRecords(1_000);
  private static final Map<String, MembershipRecord> EXPECTED = History.after(BATCHES);

  @TempDir Path directory;
  private Path file;

  /** Copies the file of an open store, as a killed process leaves it. */
  @BeforeEach
  void writeAndKill() throws IOException {
    file = directory.resolve("killed.store");
    Path written = directory.resolve("users.store");
    try (FileMembershipStore store = FileMembershipStore.builder(written).memTable(LARGE).open()) {
      for (long batch = 1; batch <= BATCHES; batch++) {
        History.write(store, batch);
      }
      assertThat(store).asString().contains("[0 blocks in 0 namespaces, ");
      Files.copy(written, file);
    }
  }

  private FileMembershipStore open(MemTableLimits limits) {
    return FileMembershipStore.builder(file).memTable(limits).open();
  }

  @Test
  void open_largeEnoughMemTable_keepsTheJournal() {
    try (FileMembershipStore store = open(LARGE)) {
      assertThat(store).asString().contains("[0 blocks in 0 namespaces, ");
      assertThat(History.all(store)).isEqualTo(EXPECTED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 1_000, 3_000})
  void open_memTableSmallerThanTheJournal_compactsAll(int records) {
    MemTableLimits limits = new MemTableLimits(records, Long.MAX_VALUE, Integer.MAX_VALUE);
    for (int opening = 0; opening < 2; opening++) {
      try (FileMembershipStore store = open(limits)) {
        assertThat(store).asString().contains(" blocks in 1 namespaces, 0 recent changes]");
        assertThat(History.all(store)).isEqualTo(EXPECTED);
      }
    }
  }

  @Test
  void open_readOnlyWithASmallMemTable_readsAllAndChangesNothing() throws IOException {
    byte[] before = Files.readAllBytes(file);
    try (FileMembershipStore store =
        FileMembershipStore.builder(file).memTable(SMALL).readOnly(true).open()) {
      assertThat(History.all(store)).isEqualTo(EXPECTED);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  /** The compacted part is compacted again, because the journal is complete until the end. */
  @Test
  void open_diskFullDuringTheRecovery_losesNothing() {
    FaultyDisk disk = new FaultyDisk();
    int failures = 0;
    for (long room = 0; ; room += 100_000) {
      disk.room = room;
      try {
        FileMembershipStore.builder(file).memTable(SMALL).open(disk).close();
        break;
      } catch (UncheckedIOException e) {
        failures++;
      }
    }
    assertThat(failures).isGreaterThan(2);
    try (FileMembershipStore store = open(LARGE)) {
      assertThat(History.all(store)).isEqualTo(EXPECTED);
    }
  }
}
