package io.github.brazeaudience.cli;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Membership store that owns the resource of another one, such as its connections or its file, and
 * closes it last. Thread-safe if the other store is.
 */
final class OwningStore implements MembershipStore {
  private final MembershipStore store;
  private final Closeable resource;

  OwningStore(MembershipStore store, Closeable resource) {
    this.store = store;
    this.resource = resource;
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
  public boolean isShared() {
    return store.isShared();
  }

  @Override
  public LeasedRecords readLeased(
      String namespace, Collection<String> users, String owner, Duration lease) {
    return store.readLeased(namespace, users, owner, lease);
  }

  @Override
  public Set<String> updateLeased(
      String namespace, String owner, Map<String, LeasedChange> changes) {
    return store.updateLeased(namespace, owner, changes);
  }

  @Override
  public void close() {
    try (resource) {
      store.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the membership store was not closed completely", e);
    }
  }
}
