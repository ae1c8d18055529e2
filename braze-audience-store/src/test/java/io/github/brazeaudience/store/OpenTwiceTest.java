package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file can be open in only one store at a time, across all processes. */
final class OpenTwiceTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("users.store");
  }

  @Test
  void open_inTheSameProcess_isRefused() {
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      assertRefusedHere(file);
      History.write(store, 1);
    }
    FileMembershipStore.open(file).close();
  }

  @Test
  void open_underOtherName_isRefused() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), file.getFileName());
    Path around = directory.resolve("../" + directory.getFileName() + "/users.store");
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      assertRefusedHere(link);
      assertRefusedHere(around);
      History.write(store, 1);
    }
  }

  @Test
  void open_throughAHardLink_isRefusedAndKeepsTheLock() throws Exception {
    Path link = directory.resolve("hard");
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      History.write(store, 1);
      Files.createLink(link, file);
      assertRefusedHere(link);

      try (ChildProcess other = ChildProcess.start(WritingProcess.class, file)) {
        assertThat(other.line()).contains("IllegalStateException").contains("by another process");
      }
      History.write(store, 2);
    }
    try (FileMembershipStore store = FileMembershipStore.open(link)) {
      assertThat(History.last(store)).isEqualTo(2);
      assertRefusedHere(file);
    }
  }

  @Test
  void open_throughSymbolicLinkToMissingFile_locksTheSameFile() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), file.getFileName());
    try (FileMembershipStore store = FileMembershipStore.open(link)) {
      History.write(store, 1);
      assertRefusedHere(file);
    }
    FileMembershipStore.open(file).close();
  }

  @Test
  void open_otherFile_succeeds() {
    try (FileMembershipStore one = FileMembershipStore.open(file);
        FileMembershipStore two = FileMembershipStore.open(directory.resolve("others.store"))) {
      assertThat(one).isNotSameAs(two);
    }
  }

  @Test
  void open_afterFailedOpen_succeeds() throws Exception {
    Files.writeString(file, "text");
    assertThatThrownBy(() -> FileMembershipStore.open(file))
        .isInstanceOf(IllegalArgumentException.class);
    Files.delete(file);

    FileMembershipStore.open(file).close();
  }

  @Test
  void open_whileOpenInOtherProcess_isRefused() throws Exception {
    try (ChildProcess other = ChildProcess.start(WritingProcess.class, file)) {
      assertThat(other.line()).isEqualTo("1");

      assertThatThrownBy(() -> FileMembershipStore.open(file))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "the membership store %s is in use by another process; end that one, or give each"
                      .formatted(file)
                  + " process a file of its own");

      assertThat(other.line()).isEqualTo("2");
    }
    FileMembershipStore.open(file).close();
  }

  /** A process that closes any channel to a file loses its lock on it. */
  @Test
  void open_byOtherProcessAfterRefusedOpenInThisProcess_isRefused() throws Exception {
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      History.write(store, 1);
      assertRefusedHere(file);

      try (ChildProcess other = ChildProcess.start(WritingProcess.class, file)) {
        assertThat(other.line()).contains("IllegalStateException").contains("by another process");
      }
      assertThat(History.last(store)).isEqualTo(1);
    }
  }

  private static void assertRefusedHere(Path name) {
    assertThatThrownBy(() -> FileMembershipStore.open(name))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the membership store %s is open already in this process; share that one, or close it"
                    .formatted(name)
                + " first");
  }
}
