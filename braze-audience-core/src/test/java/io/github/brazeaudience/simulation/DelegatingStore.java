package io.github.brazeaudience.simulation;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Membership store that passes each call to another store. */
public abstract class DelegatingStore implements MembershipStore {
  protected final MembershipStore store;

  protected DelegatingStore(MembershipStore store) {
    this.store = store;
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
    store.close();
  }
}
