package io.github.brazeaudience.testing;

import io.github.brazeaudience.config.ConfigurationRegistry;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A store as a process sees it that may die at any step: then nothing of it works any more. */
final class CrashingStore implements MembershipStore {
  private final MembershipStore durable;
  private final Crash crash;
  private final ConfigurationRegistry configurations = new ConfigurationRegistry();

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
    crash.step();
  }

  @Override
  public List<StoredRecord> page(String namespace, String after, int limit) {
    crash.step();
    return durable.page(namespace, after, limit);
  }

  @Override
  public ConfigurationRegistry configurations() {
    return configurations;
  }

  @Override
  public void close() {}
}
