package io.github.brazeaudience.simulation;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Membership store that fails on request. */
public class FailingStore implements MembershipStore {
  public final List<String> namespaces = new ArrayList<>();
  public boolean failReads;
  public boolean failUpdates;
  public int failPagesAfter = Integer.MAX_VALUE;
  public int failUpdatesAfter = Integer.MAX_VALUE;
  private final MembershipStore store;

  public FailingStore(MembershipStore store) {
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

  /** Runs before each read and each update. */
  protected void called() {}

  private static void fail(boolean now) {
    if (now) {
      throw new UncheckedIOException(new IOException("no space left"));
    }
  }
}
