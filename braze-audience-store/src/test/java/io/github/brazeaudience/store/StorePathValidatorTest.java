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

/** What is no store, or no place for one, is told clearly and left as it is. */
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
  void open_aDirectory_isRefused() {
    assertRefused(directory, "is a directory; name a file in it");
    assertRefused(Path.of("/"), "is a directory; name a file in it");
  }

  @Test
  void open_inADirectoryThatIsMissing_isRefused() {
    assertRefused(
        directory.resolve("missing/users.store"),
        "is in a directory that does not exist; create it first");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void open_inAFile_isRefused() throws IOException {
    Files.writeString(file, "text");

    assertRefused(file.resolve("users.store"), "is in a directory that does not exist");
  }

  @Test
  void open_inAnotherFileSystem_isRefused() throws IOException {
    URI zip = URI.create("jar:" + directory.resolve("files.zip").toUri());
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      assertRefused(
          files.getPath("/users.store"), "is in another file system than the default one");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, BLOCK, 100_000})
  void open_aFileOfAnotherKind_isRefusedAndLeftAsItIs(int size) throws IOException {
    byte[] text =
        "not a store, H:2\n".repeat(size).substring(0, size).getBytes(StandardCharsets.UTF_8);
    Files.write(file, text);

    assertRefused(file, "is a file of another kind, or damaged at its beginning");
    assertThat(file).hasBinaryContent(text);
  }

  @Test
  void open_aStoreOfAnotherProgram_isRefused() throws IOException {
    try (MVStore other = MVStore.open(file.toString())) {
      other.openMap("table").put("key", "value");
    }
    byte[] before = Files.readAllBytes(file);

    assertRefused(file, "is a file of another kind");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void open_aStoreOfALaterVersion_isRefused() {
    FileMembershipStore.open(file).close();
    try (LockedFile locked = LockedFile.open(file, false, FileChannel::open);
        MVStore later = new StoreOpener(locked, 1, -1).open()) {
      later.setStoreVersion(StoreOpener.FORMAT + 1);
    }

    assertRefused(file, "has format 2, but this library knows 1; use a newer one");
  }

  @Test
  void open_anEmptyFile_makesAStore() throws IOException {
    Files.createFile(file);

    assertHoldsWhatIsWritten();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 100, BLOCK, 2 * BLOCK - 1, 2 * BLOCK})
  void open_whatAProcessThatDiedWhenItMadeItLeft_makesAStore(int size) throws IOException {
    MVStore.open(file.toString()).closeImmediately();
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), size));

    assertHoldsWhatIsWritten();
  }

  private void assertHoldsWhatIsWritten() {
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      History.write(store, 1);
    }
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      assertThat(History.all(store)).isEqualTo(History.after(1));
    }
  }

  @Test
  void open_oneCopyOfTheHeaderDamaged_takesTheOther() throws IOException {
    assertHoldsWhatIsWritten();
    overwrite(0, BLOCK);

    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      assertThat(History.all(store)).isEqualTo(History.after(1));
    }
  }

  @Test
  void open_allButTheHeaderDamaged_saysSo() throws IOException {
    assertHoldsWhatIsWritten();
    overwrite(2 * BLOCK, (int) Files.size(file) - 2 * BLOCK);

    assertThatThrownBy(() -> FileMembershipStore.open(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("; put a copy of it in its place, or delete it");
  }

  /** An interrupted copy is one, and would pass for what the store held earlier. */
  @Test
  void open_aClosedStoreThatIsCut_saysSo() throws IOException {
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

  /** A part that is dead does no harm. */
  @Test
  void read_anyPartDamaged_findsTheLastStateOrSaysSo() throws IOException {
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      for (long batch = 1; batch <= 200; batch++) {
        History.write(store, batch);
      }
    }
    byte[] whole = Files.readAllBytes(file);
    int part = whole.length / PARTS / BLOCK * BLOCK;
    int told = 0;
    for (int i = 0; i < PARTS; i++) {
      Files.write(file, whole);
      overwrite(2 * BLOCK + (long) i * part, part);
      try (FileMembershipStore store = FileMembershipStore.open(file)) {
        Map<String, MembershipRecord> all = History.all(store);
        if (all.values().stream().anyMatch(record -> record.damage().isPresent())) {
          told++;
          all.values().removeIf(record -> record.damage().isPresent());
          assertThat(History.after(200)).containsAllEntriesOf(all);
        } else {
          assertThat(all).isEqualTo(History.after(200));
        }
      } catch (UncheckedIOException e) {
        assertThat(e).hasMessageContaining("is damaged");
        told++;
      }
    }
    assertThat(told).as("parts without which it cannot be read, of %d", PARTS).isPositive();
  }

  @Test
  void open_whereNothingCanBeWritten_saysSo() {
    Path kernel = Path.of("/proc/users.store");

    assertThatThrownBy(() -> FileMembershipStore.open(kernel))
        .isInstanceOfAny(UncheckedIOException.class, IllegalArgumentException.class)
        .hasMessageContaining(kernel.toString());
  }

  @Test
  void cacheMegabytes_outside_isRefused() {
    assertThatThrownBy(() -> FileMembershipStore.builder(file).cacheMegabytes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cacheMegabytes must be from 1 to 65536, not 0");
  }

  private static void assertRefused(Path place, String why) {
    assertThatThrownBy(() -> FileMembershipStore.open(place))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the membership store " + place + " ")
        .hasMessageContaining(why);
  }

  private void overwrite(long position, int length) throws IOException {
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(position);
      raw.write(new byte[length]);
    }
  }
}
