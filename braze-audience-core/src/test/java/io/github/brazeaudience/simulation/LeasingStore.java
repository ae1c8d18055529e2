package io.github.brazeaudience.simulation;

import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Shared membership store in memory, with leases by a virtual clock. Not thread-safe. */
public final class LeasingStore extends DelegatingStore {
  private final TimeSource time;
  private final Map<String, Lease> leases;

  private record Lease(String owner, long endNanos) {}

  public LeasingStore(TimeSource time) {
    this(InMemoryMembershipStore.create(), time, new HashMap<>());
  }

  private LeasingStore(MembershipStore store, TimeSource time, Map<String, Lease> leases) {
    super(store);
    this.time = time;
    this.leases = leases;
  }

  /** Returns the store of another process, with the same records and leases. */
  public LeasingStore ofAnotherProcess() {
    return new LeasingStore(store, time, leases);
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public LeasedRecords readLeased(
      String namespace, Collection<String> users, String owner, Duration duration) {
    Set<String> leased = new HashSet<>(users);
    leased.removeIf(user -> isLeasedToAnother(user, owner));
    leased.forEach(user -> lease(user, owner, duration));
    Set<String> refused = new HashSet<>(users);
    refused.removeAll(leased);
    return new LeasedRecords(store.read(namespace, leased), refused);
  }

  @Override
  public Set<String> updateLeased(
      String namespace, String owner, Map<String, LeasedChange> changes) {
    Map<String, RecordChange> applied = new HashMap<>();
    Set<String> lost = new HashSet<>();
    changes.forEach(
        (user, leased) -> {
          Lease lease = leases.get(user);
          if (lease != null && lease.owner().equals(owner)) {
            applied.put(user, leased.change());
          } else {
            lost.add(user);
          }
        });
    store.update(namespace, applied);
    applied.keySet().forEach(user -> lease(user, owner, changes.get(user).lease()));
    return lost;
  }

  private boolean isLeasedToAnother(String user, String owner) {
    Lease lease = leases.get(user);
    return lease != null && !lease.owner().equals(owner) && lease.endNanos() - time.nanoTime() > 0;
  }

  private void lease(String user, String owner, Duration duration) {
    leases.put(user, new Lease(owner, time.nanoTime() + duration.toNanos()));
  }

  /** Leases a user to another process. */
  public void leaseToAnother(String user, Duration duration) {
    lease(user, "another process", duration);
  }

  /** Returns the number of leases that have not ended. */
  public long leased() {
    return leases.values().stream().filter(lease -> lease.endNanos() - time.nanoTime() > 0).count();
  }
}
