package io.github.brazeaudience;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store that fails when it is told to. */
class FailingStore implements MembershipStore {
  final List<String> namespaces = new ArrayList<>();
  boolean failReads;
  boolean failUpdates;
  int failPagesAfter = Integer.MAX_VALUE;
  int failUpdatesAfter = Integer.MAX_VALUE;
  private final MembershipStore store;

  FailingStore(MembershipStore store) {
    this.store = store;
  }

  @Override
  public Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
    called();
    fail(failReads);
    return store.read(namespace, users);
  }

  @Override
  public void update(String namespace, Map<String, RecordChange> changes) {
    namespaces.add(namespace);
    called();
    fail(failUpdates || failUpdatesAfter-- <= 0);
    store.update(namespace, changes);
  }

  @Override
  public List<StoredRecord> page(String namespace, @Nullable String after, int limit) {
    fail(failPagesAfter-- <= 0);
    return store.page(namespace, after, limit);
  }

  @Override
  public void close() {
    store.close();
  }

  /** Is run before each reading and each update. */
  void called() {}

  private static void fail(boolean now) {
    if (now) {
      throw new UncheckedIOException(new IOException("no space left"));
    }
  }
}
