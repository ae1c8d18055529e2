package io.github.brazeaudience.model;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Store of a process that may crash at any step; afterwards every call fails. */
final class CrashingStore implements MembershipStore {
  private final MembershipStore durable;
  private final Crash crash;
  private final Map<String, List<Optional<MembershipRecord>>> commits = new ConcurrentHashMap<>();

  CrashingStore(MembershipStore durable, Crash crash) {
    this.durable = durable;
    this.crash = crash;
  }

  @Override
  public Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
    crash.step();
    return durable.read(namespace, users);
  }

  @Override
  public void update(String namespace, Map<String, RecordChange> changes) {
    crash.step();
    durable.update(namespace, changes);
    Map<String, MembershipRecord> now = durable.read(namespace, changes.keySet());
    for (String user : changes.keySet()) {
      commits
          .computeIfAbsent(user, u -> new CopyOnWriteArrayList<>())
          .add(Optional.ofNullable(now.get(user)));
    }
    crash.step();
  }

  /** Returns the records that were written for a user since the last call, in order. */
  List<Optional<MembershipRecord>> takeCommits(String user) {
    List<Optional<MembershipRecord>> taken = commits.remove(user);
    return taken == null ? List.of() : taken;
  }

  @Override
  public List<StoredRecord> page(String namespace, String after, int limit) {
    crash.step();
    return durable.page(namespace, after, limit);
  }

  @Override
  public void close() {}
}
