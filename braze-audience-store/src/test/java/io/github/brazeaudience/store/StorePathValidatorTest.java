package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.membership.MembershipRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths and files that are not a store are refused with a clear message and left unchanged. */
final class StorePathValidatorTest {
  private static final int BLOCK = 4096;
  private static final int PARTS = 12;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("users.store");
  }

  @Test
  void open_directory_isRefused() {
    assertRefused(directory, "is a directory; name a file in it");
    assertRefused(Path.of("/"), "is a directory; name a file in it");
  }

  @Test
  void open_inMissingDirectory_isRefused() {
    assertRefused(
        directory.resolve("missing/users.store"),
        "is in a directory that does not exist; create it first");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void open_belowAFile_isRefused() throws IOException {
    Files.writeString(file, "text");

    assertRefused(file.resolve("users.store"), "is in a directory that does not exist");
  }

  @Test
  void open_inOtherFileSystem_isRefused() throws IOException {
    URI zip = URI.create("jar:" + directory.resolve("files.zip").toUri());
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      assertRefused(
          files.getPath("/users.store"), "is in another file system than the default one");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, BLOCK, 100_000})
  void open_fileOfAnotherKind_isRefusedAndUnchanged(int size) throws IOException {
    byte[] text =
        "not a store, H:2\n".repeat(size).substring(0, size).getBytes(StandardCharsets.UTF_8);
    Files.write(file, text);

    assertRefused(file, "is a file of another kind, or damaged at its beginning");
    assertThat(file).hasBinaryContent(text);
  }

  @Test
  void open_mvStoreOfAnotherProgram_isRefused() throws IOException {
    try (MVStore other = MVStore.open(file.toString())) {
      other.openMap("table").put("key", "value");
    }
    byte[] before = Files.readAllBytes(file);

    assertRefused(file, "is a file of another kind");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void open_storeOfLaterVersion_isRefused() {
    FileMembershipStore.open(file).close();
    try (LockedFile locked = LockedFile.open(file, false, FileChannel::open);
        MVStore later = new StoreOpener(locked, 1, -1).open()) {
      later.setStoreVersion(StoreOpener.FORMAT + 1);
    }

    assertRefused(file, "has format 3, but this library knows 2; use a newer one");
  }

  @Test
  void open_storeOfEarlierVersion_isRefusedAndUnchanged() throws IOException {
    FileMembershipStore.open(file).close();
    try (LockedFile locked = LockedFile.open(file, false, FileChannel::open);
        MVStore earlier = new StoreOpener(locked, 1, -1).open()) {
      earlier.setStoreVersion(StoreOpener.FORMAT - 1);
    }
    byte[] before = Files.readAllBytes(file);

    assertRefused(file, "has format 1, which this library no longer reads, because it writes 2;");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void open_emptyFile_createsStore() throws IOException {
    Files.createFile(file);

    assertStoresRecords();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 100, BLOCK, 2 * BLOCK - 1, 2 * BLOCK})
  void open_fileOfProcessThatDiedWhileCreatingIt_createsStore(int size) throws IOException {
    MVStore.open(file.toString()).closeImmediately();
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), size));

    assertStoresRecords();
  }

  private void assertStoresRecords() {
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      History.write(store, 1);
    }
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      assertThat(History.all(store)).isEqualTo(History.after(1));
    }
  }

  @Test
  void open_oneCopyOfHeaderDamaged_usesTheOtherCopy() throws IOException {
    assertStoresRecords();
    overwrite(0, BLOCK);

    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      assertThat(History.all(store)).isEqualTo(History.after(1));
    }
  }

  @Test
  void open_allButHeaderDamaged_isRefused() throws IOException {
    assertStoresRecords();
    overwrite(2 * BLOCK, (int) Files.size(file) - 2 * BLOCK);

    assertThatThrownBy(() -> FileMembershipStore.open(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("; put a copy of it in its place, or delete it");
  }

  /** An interrupted copy is truncated, and MVStore would open it at an earlier commit. */
  @Test
  void open_truncatedFileOfClosedStore_isRefused() throws IOException {
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      for (long batch = 1; batch <= 20; batch++) {
        History.write(store, batch);
      }
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length = 100; length < whole.length; length += BLOCK) {
      byte[] cut = Arrays.copyOf(whole, length);
      Files.write(file, cut);
      for (boolean readOnly : List.of(true, false)) {
        assertThatThrownBy(() -> FileMembershipStore.builder(file).readOnly(readOnly).open())
            .as("%d bytes of %d", length, whole.length)
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining("; put a copy of it in its place, or delete it");
      }
      assertThat(file).hasBinaryContent(cut);
    }
  }

  /** Damage in a part that contains no live data has no effect. */
  @Test
  void read_anyPartDamaged_returnsLastStateOrReportsDamage() throws IOException {
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      for (long batch = 1; batch <= 200; batch++) {
        History.write(store, batch);
      }
    }
    byte[] whole = Files.readAllBytes(file);
    int part = whole.length / PARTS / BLOCK * BLOCK;
    int detected = 0;
    for (int i = 0; i < PARTS; i++) {
      Files.write(file, whole);
      overwrite(2 * BLOCK + (long) i * part, part);
      try (FileMembershipStore store = FileMembershipStore.open(file)) {
        Map<String, MembershipRecord> all = History.all(store);
        if (all.values().stream().anyMatch(record -> record.damage().isPresent())) {
          detected++;
          all.values().removeIf(record -> record.damage().isPresent());
          assertThat(History.after(200)).containsAllEntriesOf(all);
        } else {
          assertThat(all).isEqualTo(History.after(200));
        }
      } catch (UncheckedIOException e) {
        assertThat(e).hasMessageContaining("is damaged");
        detected++;
      }
    }
    assertThat(detected).as("parts whose damage was detected, of %d", PARTS).isPositive();
  }

  @Test
  void open_inUnwritableDirectory_fails() {
    Path kernel = Path.of("/proc/users.store");

    assertThatThrownBy(() -> FileMembershipStore.open(kernel))
        .isInstanceOfAny(UncheckedIOException.class, IllegalArgumentException.class)
        .hasMessageContaining(kernel.toString());
  }

  @Test
  void cacheMegabytes_outOfRange_isRefused() {
    assertThatThrownBy(() -> FileMembershipStore.builder(file).cacheMegabytes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cacheMegabytes must be from 1 to 65536, not 0");
  }

  private static void assertRefused(Path path, String why) {
    assertThatThrownBy(() -> FileMembershipStore.open(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the membership store " + path + " ")
        .hasMessageContaining(why);
  }

  private void overwrite(long position, int length) throws IOException {
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(position);
      raw.write(new byte[length]);
    }
  }
}
