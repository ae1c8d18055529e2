package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that is opened read-only. */
final class ReadOnlyStoreTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("users.store");
  }

  private FileMembershipStore openReadOnly() {
    return FileMembershipStore.builder(file).readOnly(true).open();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60, 300})
  void readOnly_anyStore_readsAllRecordsAndChangesNoByte(int batches) throws Exception {
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      for (long batch = 1; batch <= batches; batch++) {
        History.write(store, batch);
      }
    }
    byte[] before = Files.readAllBytes(file);
    try (FileMembershipStore store = openReadOnly()) {
      assertThat(History.all(store)).isEqualTo(History.after(batches));
      assertThat(store.read(History.NAMESPACE, History.after(batches).keySet()))
          .isEqualTo(History.after(batches));
    }
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void update_readOnlyStore_isRefusedAndTheStoreStaysUsable() {
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      History.write(store, 1);
    }
    try (FileMembershipStore store = openReadOnly()) {
      assertThatThrownBy(() -> store.update("n", Map.of("u", present -> Records.in(1))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("open for reading only");
      assertThat(History.all(store)).isEqualTo(History.after(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "H:2,block:1,blockSize:1000,"})
  void readOnly_fileWithoutContent_isRefusedAndUnchanged(String content) throws Exception {
    Files.write(file, content.getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(this::openReadOnly)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has nothing in it yet");
    assertThat(file).hasContent(content);
  }

  @Test
  void readOnly_missingFile_isRefusedAndNotCreated() {
    assertThatThrownBy(this::openReadOnly)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not there to be read");
    assertThat(file).doesNotExist();
  }

  @Test
  void namespaces_recordsInTreesAndMemTable_returnsAll() {
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      assertThat(store.namespaces()).isEmpty();
      store.update("b", Map.of("u", present -> Records.in(1)));
      for (long batch = 1; batch <= 300; batch++) {
        History.write(store, batch);
      }
      store.update("a", Map.of("u", present -> Records.in(1)));
      assertThat(store.namespaces()).containsExactly("a", "b", History.NAMESPACE);
    }
    try (FileMembershipStore store = openReadOnly()) {
      assertThat(store.namespaces()).containsExactly("a", "b", History.NAMESPACE);
    }
  }
}
