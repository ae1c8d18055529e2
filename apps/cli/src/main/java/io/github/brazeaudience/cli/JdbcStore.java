package io.github.brazeaudience.cli;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brazeaudience.jdbc.JdbcMembershipStore;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Membership store in a database that closes its connections with itself. Thread-safe. */
final class JdbcStore implements MembershipStore {
  private final JdbcMembershipStore store;
  private final HikariDataSource pool;

  JdbcStore(JdbcMembershipStore store, HikariDataSource pool) {
    this.store = store;
    this.pool = pool;
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
    store.close();
    pool.close();
  }
}
