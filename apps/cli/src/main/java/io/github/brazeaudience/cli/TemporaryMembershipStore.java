package io.github.brazeaudience.cli;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.store.FileMembershipStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Membership store in a file that is deleted on close, which keeps memory constant. */
final class TemporaryMembershipStore implements MembershipStore {
  private final Path file;
  private final MembershipStore store;

  TemporaryMembershipStore(Path emptyFile) {
    this.file = emptyFile;
    this.store = FileMembershipStore.open(emptyFile);
  }

  @Override
  public Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
    return store.read(namespace, users);
  }

  @Override
  public void update(String namespace, Map<String, RecordChange> changes) {
    store.update(namespace, changes);
  }

  @Override
  public List<StoredRecord> page(String namespace, @Nullable String after, int limit) {
    return store.page(namespace, after, limit);
  }

  @Override
  public void close() {
    try (store) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the temporary file " + file, e);
    }
  }
}
