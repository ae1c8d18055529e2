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
public class FailingStore extends DelegatingStore {
  public final List<String> namespaces = new ArrayList<>();
  public boolean failReads;
  public boolean failUpdates;
  public int failPagesAfter = Integer.MAX_VALUE;
  public int failUpdatesAfter = Integer.MAX_VALUE;

  public FailingStore(MembershipStore store) {
    super(store);
  }

  @Override
  public Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
    called();
    fail(failReads);
    return super.read(namespace, users);
  }

  @Override
  public void update(String namespace, Map<String, RecordChange> changes) {
    namespaces.add(namespace);
    called();
    fail(failUpdates || failUpdatesAfter-- <= 0);
    super.update(namespace, changes);
  }

  @Override
  public List<StoredRecord> page(String namespace, @Nullable String after, int limit) {
    fail(failPagesAfter-- <= 0);
    return super.page(namespace, after, limit);
  }

  /** Runs before each read and each update. */
  protected void called() {}

  private static void fail(boolean now) {
    if (now) {
      throw new UncheckedIOException(new IOException("no space left"));
    }
  }
}
