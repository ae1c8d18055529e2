package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.membership.MembershipRecord;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store on a disk that fails and recovers loses no record. */
final class FailingDiskTest {
  private static final int ROUNDS = Boolean.getBoolean("tests.full") ? 60 : 20;

  @TempDir Path directory;
  private final FaultyDisk disk = new FaultyDisk();
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("users.store");
  }

  private FileMembershipStore open() {
    return Stores.builder(file).open(disk);
  }

  private void assertUpdateFails(FileMembershipStore store, long batch, String why) {
    assertThatThrownBy(() -> History.write(store, batch))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the membership store " + file + " could not be ")
        .hasMessageContaining("(" + why + ")")
        .hasMessageContaining("check the disk");
  }

  @ParameterizedTest
  @ValueSource(strings = {"No space left on device", "Read-only file system", "Input/output error"})
  void update_writesFail_failsUntilDiskRecovers(String fault) {
    try (FileMembershipStore store = open()) {
      History.write(store, 1);
      disk.writeFault = fault;
      assertUpdateFails(store, 2, fault);
      assertUpdateFails(store, 2, fault);
      assertThat(History.all(store)).isEqualTo(History.after(1));

      disk.writeFault = null;
      History.write(store, 2);

      assertThat(History.all(store)).isEqualTo(History.after(2));
    }
    assertThat(disk.openings).as("the channel that has the lock stays open").isEqualTo(1);
    assertReopened(2);
  }

  private void assertReopened(long last) {
    try (FileMembershipStore store = Stores.open(file)) {
      assertThat(History.all(store)).isEqualTo(History.after(last));
    }
  }

  @Test
  void update_diskFullAfterAnyNumberOfBytes_losesNothing() {
    long seed = Seeds.of("FailingDiskTest");
    SplittableRandom random = new SplittableRandom(seed);
    long batch = 0;
    long applied = 0;
    Map<String, MembershipRecord> expected = new HashMap<>();
    try (FileMembershipStore store = open()) {
      for (int round = 0; round < ROUNDS; round++) {
        disk.room = random.nextInt(200_000);
        long failed = batch + 1;
        try {
          while (batch < failed + 40) {
            History.write(store, batch + 1);
            batch++;
          }
        } catch (UncheckedIOException e) {
          assertThat(e).hasMessageContaining("(No space left on device)");
        }
        disk.room = Long.MAX_VALUE;
        // A failed update may be stored: its commit precedes the write of the header.
        assertThat(History.last(store)).as("round %d", round).isBetween(batch, batch + 1);
        batch = History.last(store);
        while (applied < batch) {
          applied++;
          History.apply(applied, expected);
        }
        assertThat(History.all(store)).as("round %d", round).isEqualTo(expected);
      }
    }
    assertReopened(batch);
  }

  @Test
  void anyOperation_diskUnavailable_failsUntilDiskReturns() {
    try (FileMembershipStore store = open()) {
      History.write(store, 1);
      disk.unavailable = true;
      assertUpdateFails(store, 2, "Input/output error");
      assertUpdateFails(store, 2, "No such device");
      assertThatThrownBy(() -> History.all(store)).isInstanceOf(UncheckedIOException.class);

      disk.unavailable = false;
      History.write(store, 2);

      assertThat(History.all(store)).isEqualTo(History.after(2));
    }
    assertReopened(2);
  }

  @Test
  void anyOperation_diskReturnsWithoutFile_failsAndCreatesNothing() throws Exception {
    try (FileMembershipStore store = open()) {
      History.write(store, 1);
      disk.unavailable = true;
      assertThatThrownBy(() -> History.write(store, 2)).isInstanceOf(UncheckedIOException.class);
      disk.unavailable = false;
      Path aside = directory.resolve("aside");
      Files.move(file, aside);

      assertUpdateFails(store, 2, "NoSuchFileException");
      assertThat(file).doesNotExist();
      Files.move(aside, file);
      History.write(store, 2);
    }
    assertReopened(2);
  }

  @Test
  void close_fullDisk_failsAndKeepsStoredRecords() {
    FileMembershipStore store = open();
    History.write(store, 1);
    disk.writeFault = "No space left on device";

    assertThatThrownBy(store::close)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("No space left on device");
    store.close();

    assertReopened(1);
  }

  @Test
  void close_afterFailure_releasesTheFile() {
    FileMembershipStore store = open();
    History.write(store, 1);
    disk.writeFault = "No space left on device";
    assertUpdateFails(store, 2, "No space left on device");

    store.close();

    assertReopened(1);
  }

  @Test
  void open_fullDisk_failsAndSucceedsLater() {
    disk.room = 0;
    assertThatThrownBy(this::open)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("No space left on device");
    disk.room = Long.MAX_VALUE;

    try (FileMembershipStore store = open()) {
      History.write(store, 1);
    }
    assertReopened(1);
  }

  @Test
  void update_afterFailure_keepsTheLock() throws Exception {
    try (FileMembershipStore store = open()) {
      History.write(store, 1);
      disk.writeFault = "No space left on device";
      assertUpdateFails(store, 2, "No space left on device");
      assertUpdateFails(store, 2, "No space left on device");

      assertThatThrownBy(() -> Stores.open(file))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is open already in this process");
      try (ChildProcess other = ChildProcess.start(WritingProcess.class, file)) {
        assertThat(other.line()).contains("IllegalStateException").contains("by another process");
      }
      disk.writeFault = null;
      History.write(store, 2);
    }
    assertReopened(2);
  }
}
