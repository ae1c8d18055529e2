package io.github.brazeaudience.model;

import io.github.brazeaudience.jdbc.JdbcMembershipStore;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.store.FileMembershipStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;

/** Implementation of a membership store whose records outlive the forwarders that use it. */
enum DurableStore {
  /** One store in the memory of the test. */
  MEMORY {
    @Override
    Supplier<MembershipStore> at(Path file) {
      MembershipStore one = InMemoryMembershipStore.create();
      return () -> unclosed(one);
    }
  },

  /** A file that each process opens again. */
  FILE {
    @Override
    Supplier<MembershipStore> at(Path file) {
      return () -> FileMembershipStore.open(file);
    }
  },

  /** A database in memory that each process connects to again. */
  JDBC {
    @Override
    Supplier<MembershipStore> at(Path file) {
      JdbcDataSource database = new JdbcDataSource();
      database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
      return () -> new Database(JdbcConnectionPool.create(database));
    }
  },

  /** Records that are never encoded, as in the state of a stream processor. */
  OBJECTS {
    @Override
    Supplier<MembershipStore> at(Path file) {
      MembershipStore one = new ObjectStore();
      return () -> unclosed(one);
    }
  };

  /** Returns a source of stores with the same records, one for each process. */
  abstract Supplier<MembershipStore> at(Path file);

  private static MembershipStore unclosed(MembershipStore store) {
    return new CrashingStore(store, Crash.never());
  }

  /** Store of one process, which closes its connections with it. */
  private static final class Database implements MembershipStore {
    private final JdbcConnectionPool connections;
    private final JdbcMembershipStore store;

    Database(JdbcConnectionPool connections) {
      this.connections = connections;
      this.store = JdbcMembershipStore.builder(connections).shared(false).build();
      store.createSchema();
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
    public List<StoredRecord> page(String namespace, String after, int limit) {
      return store.page(namespace, after, limit);
    }

    @Override
    public void close() {
      store.close();
      connections.dispose();
    }
  }

  private static final class ObjectStore implements MembershipStore {
    private final Map<String, NavigableMap<String, MembershipRecord>> namespaces = new HashMap<>();

    private NavigableMap<String, MembershipRecord> records(String namespace) {
      return namespaces.computeIfAbsent(namespace, name -> new TreeMap<>());
    }

    @Override
    public synchronized Map<String, MembershipRecord> read(
        String namespace, Collection<String> users) {
      Map<String, MembershipRecord> found = new HashMap<>(records(namespace));
      found.keySet().retainAll(users);
      return found;
    }

    @Override
    public synchronized void update(String namespace, Map<String, RecordChange> changes) {
      TreeMap<String, MembershipRecord> changed = new TreeMap<>(records(namespace));
      changes.forEach(
          (user, change) -> {
            MembershipRecord next = change.apply(changed.get(user));
            if (next == null) {
              changed.remove(user);
            } else {
              changed.put(user, next);
            }
          });
      namespaces.put(namespace, changed);
    }

    @Override
    public synchronized List<StoredRecord> page(String namespace, String after, int limit) {
      NavigableMap<String, MembershipRecord> records = records(namespace);
      return (after == null ? records : records.tailMap(after, false))
          .entrySet().stream()
              .limit(limit)
              .map(entry -> new StoredRecord(entry.getKey(), entry.getValue()))
              .toList();
    }

    @Override
    public void close() {}
  }
}
