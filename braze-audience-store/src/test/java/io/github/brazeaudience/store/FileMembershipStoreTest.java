package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behavior of {@link FileMembershipStore} beyond the contract. */
final class FileMembershipStoreTest {
  /** Enough batches to fill the memtable twice. */
  private static final int MANY_BATCHES = 200;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("users.store");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 60, MANY_BATCHES})
  void open_afterClose_readsAllRecords(int batches) {
    try (FileMembershipStore store = Stores.open(file)) {
      for (long batch = 1; batch <= batches; batch++) {
        History.write(store, batch);
      }
      assertThat(History.all(store)).isEqualTo(History.after(batches));
    }

    try (FileMembershipStore store = Stores.open(file)) {
      assertThat(History.all(store)).isEqualTo(History.after(batches));
      assertThat(store.read(History.NAMESPACE, History.after(batches).keySet()))
          .isEqualTo(History.after(batches));
    }
  }

  @Test
  void open_repeatedly_keepsJournalShort() throws Exception {
    long batch = 0;
    for (int opening = 0; opening < 8; opening++) {
      try (FileMembershipStore store = Stores.open(file)) {
        for (int i = 0; i < 40; i++) {
          History.write(store, ++batch);
        }
        assertThat(History.all(store)).isEqualTo(History.after(batch));
      }
    }
    assertThat(Files.size(file)).isLessThan(40_000_000);
  }

  @Test
  void update_sameUsersManyTimes_doesNotGrowFile() throws Exception {
    try (FileMembershipStore store = Stores.open(file)) {
      update(store, 2_000);
      long size = Files.size(file);
      update(store, 6_000);

      assertThat(Files.size(file)).isLessThan(2 * size);
    }
  }

  private static void update(FileMembershipStore store, int times) {
    for (int i = 1; i <= times; i++) {
      long audience = i;
      store.update("n", Map.of("u-" + i % 10, present -> Records.in(audience)));
    }
  }

  @Test
  void update_removingDamagedRecord_removesOnlyThatRecord() {
    try (FileMembershipStore store = Stores.open(file)) {
      store.update("n", Map.of("u-1", present -> Records.in(1), "u-2", present -> Records.in(2)));
    }
    damage("u-1");

    try (FileMembershipStore store = Stores.open(file)) {
      assertThat(store.read("n", List.of("u-1", "u-2")).get("u-1").damage())
          .hasValueSatisfying(damage -> assertThat(damage).contains(file.toString()));
      assertThat(store.read("n", List.of("u-2"))).containsValue(Records.in(2));
      assertThatThrownBy(() -> store.update("n", Map.of("u-1", present -> Records.in(3))))
          .isInstanceOf(IllegalArgumentException.class);

      store.update("n", Map.of("u-1", RecordChange.removal()));

      assertThat(store.read("n", List.of("u-1", "u-2"))).containsOnlyKeys("u-2");
    }
  }

  /** Truncates the bytes of a record. */
  private void damage(String user) {
    LockedFile locked = LockedFile.open(file, false, FileChannel::open);
    StoreFile raw = new StoreFile(locked, new StoreOpener(locked, 1, -1).open(), false);
    raw.write(
        () -> {
          raw.openJournal().clear();
          byte[] whole = Records.in(1).toBytes();
          raw.merge(
              "n",
              List.of(
                  Map.entry(user, Arrays.copyOf(whole, whole.length - 1)),
                  Map.entry("u-2", Records.in(2).toBytes())));
        });
    raw.close();
    locked.close();
  }

  @Test
  void update_withSync_isStored() {
    try (FileMembershipStore store = Stores.builder(file).syncUpdates(true).open()) {
      History.write(store, 1);
    }
    try (FileMembershipStore store = Stores.open(file)) {
      assertThat(History.all(store)).isEqualTo(History.after(1));
    }
  }

  @Test
  void update_changeThatCallsTheStore_isRefused() {
    try (FileMembershipStore store = Stores.open(file)) {
      assertThatThrownBy(
              () ->
                  store.update("n", Map.of("u", present -> store.read("n", List.of("u")).get("u"))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("pure function");
      assertThat(store.page("n", null, 10)).isEmpty();
    }
  }

  @Test
  void page_limitOfZero_isRefused() {
    try (FileMembershipStore store = Stores.open(file)) {
      assertThatThrownBy(() -> store.page("n", null, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("limit must be at least 1, not 0");
    }
  }

  @Test
  void toString_openStore_containsCountsOnly() {
    FileMembershipStore store = Stores.open(file);
    store.update("n", Map.of("u-1", present -> Records.in(1), "u-2", present -> Records.in(1)));

    assertThat(store)
        .hasToString("FileMembershipStore[0 blocks in 0 namespaces, 2 recent changes]");
    store.close();
    assertThat(store).hasToString("FileMembershipStore[closed]");
  }
}
