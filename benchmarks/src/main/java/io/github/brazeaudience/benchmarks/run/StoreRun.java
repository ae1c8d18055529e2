package io.github.brazeaudience.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.jdbc.JdbcMembershipStore;
import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.store.FileMembershipStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntConsumer;

/** Fills a store, then reads and updates users in random order and in batches of a request. */
public final class StoreRun {
  /** Runs with {@link JdbcMembershipStore} and a PostgreSQL server instead of a file. */
  public static final String POSTGRES = "postgres";

  private static final String NAMESPACE = "US_03/measurement";
  private static final int BATCH = 75;
  private static final int FILL_BATCH = 1_200;
  private static final String OWNER = "benchmark";
  private static final Duration LEASE = Duration.ofMinutes(1);

  /** The store is filled with sorted chunks of this size, because most imports are sorted. */
  private static final int SORTED_CHUNK = 1_000_000;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder().restApiKey("key").build();

  private final PayloadBuilder payload = PayloadBuilder.of(CONFIG);
  private final MembershipRules rules = MembershipRules.of(CONFIG, MembershipPolicy.defaults());
  private final SplittableRandom random = new SplittableRandom(1);
  private final MembershipStore store;
  private final int users;
  private int filled;

  /** Changes every record that is written again. */
  private int recordOffset;

  private StoreRun(MembershipStore store, int users) {
    this.store = store;
    this.users = users;
  }

  /**
   * Runs the program.
   *
   * @param args the store file, which is deleted before and after, or {@value #POSTGRES}; the
   *     number of users in it; and the number of records to read and update
   */
  public static void main(String[] args) throws IOException {
    int users = Integer.parseInt(args[1]);
    int records = Integer.parseInt(args[2]);
    Map<String, Object> result =
        args[0].equals(POSTGRES)
            ? inPostgres(users, records)
            : inFile(Path.of(args[0]), users, records);
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  /** Starts a PostgreSQL server and, as a forwarder does, leases each user for a write. */
  private static Map<String, Object> inPostgres(int users, int records) throws IOException {
    Map<String, Object> result = new HashMap<>();
    HikariConfig pool = new HikariConfig();
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      pool.setDataSource(server.getPostgresDatabase());
      try (HikariDataSource source = new HikariDataSource(pool);
          JdbcMembershipStore store = JdbcMembershipStore.of(source)) {
        store.createSchema();
        StoreRun run = new StoreRun(store, users);
        result.put("fill", measured(SORTED_CHUNK, users, run::fill));
        result.put("markAndAccept", measured(BATCH, records, run::markAndAcceptLeased));
      }
    }
    return result;
  }

  private static Map<String, Object> inFile(Path file, int users, int records) throws IOException {
    Files.deleteIfExists(file);
    Map<String, Object> result = new HashMap<>();
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      StoreRun run = new StoreRun(store, users);
      result.put("fill", measured(SORTED_CHUNK, run.users, run::fill));
      run.filled = 0;
      run.recordOffset = 1;
      result.put("change", measured(SORTED_CHUNK, run.users, run::fill));
      result.put("read", measured(BATCH, records, run::read));
      result.put("update", measured(BATCH, records, size -> run.update(size, 1)));
      result.put("markAndAccept", measured(BATCH, records, size -> run.update(size, 2)));
      System.gc();
      result.put("heapBytes", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      result.put("fileBytes", Files.size(file));
    }
    Files.delete(file);
    return result;
  }

  /** Measures the mean time and CPU time per record, and the longest call. */
  private static Map<String, Object> measured(int batch, int records, IntConsumer call) {
    long longest = 0;
    long cpuStart = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    for (int left = records; left > 0; left -= batch) {
      long callStart = System.nanoTime();
      call.accept(Math.min(left, batch));
      longest = Math.max(longest, System.nanoTime() - callStart);
    }
    return Map.of(
        "nanos", (System.nanoTime() - start) / (double) records,
        "cpuNanos", (PROCESS.getProcessCpuTime() - cpuStart) / (double) records,
        "longestNanos", longest);
  }

  private void fill(int size) {
    Map<String, Integer> sorted = new TreeMap<>();
    for (int end = filled + size; filled < end; filled++) {
      sorted.put(user(filled), filled);
    }
    Map<String, RecordChange> changes = new HashMap<>();
    sorted.forEach(
        (user, number) -> {
          MembershipRecord record = record(number + recordOffset);
          changes.put(user, present -> record);
          if (changes.size() == FILL_BATCH) {
            store.update(NAMESPACE, changes);
            changes.clear();
          }
        });
    store.update(NAMESPACE, changes);
  }

  private void read(int size) {
    if (store.read(NAMESPACE, randomUsers(size)).isEmpty()) {
      throw new IllegalStateException("no user was found in the store");
    }
  }

  /** Updates the same random users the given number of times, each time with other audiences. */
  private void update(int size, int times) {
    List<String> selected = randomUsers(size);
    for (int i = 0; i < times; i++) {
      Map<String, RecordChange> changes = new HashMap<>();
      for (String user : selected) {
        MembershipRecord record = record(random.nextLong(1L << 40));
        changes.put(user, present -> record);
      }
      store.update(NAMESPACE, changes);
    }
  }

  /** Reads and leases random users, marks their records, and accepts their write. */
  private void markAndAcceptLeased(int size) {
    List<String> selected = randomUsers(size).stream().distinct().toList();
    Set<String> refused = store.readLeased(NAMESPACE, selected, OWNER, LEASE).refused();
    updateLeased(selected, LEASE);
    updateLeased(selected, Duration.ZERO);
    if (!refused.isEmpty()) {
      throw new IllegalStateException("a user was leased to another owner");
    }
  }

  private void updateLeased(List<String> selected, Duration lease) {
    Map<String, LeasedChange> changes = new HashMap<>();
    for (String user : selected) {
      MembershipRecord record = record(random.nextLong(1L << 40));
      changes.put(user, new LeasedChange(present -> record, lease));
    }
    if (!store.updateLeased(NAMESPACE, OWNER, changes).isEmpty()) {
      throw new IllegalStateException("a user lost its lease");
    }
  }

  private List<String> randomUsers(int size) {
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      selected.add(user(random.nextInt(users)));
    }
    return selected;
  }

  /** Returns a pseudorandom UUID as the external id. */
  private static String user(int number) {
    SplittableRandom bits = new SplittableRandom(number);
    return new UUID(bits.nextLong(), bits.nextLong()).toString();
  }

  /** Creates the record that a forwarder stores after Braze has accepted a write. */
  private MembershipRecord record(long number) {
    MembershipSnapshot snapshot =
        MembershipSnapshot.of(
            UserProfile.builder().customerId("u").email("u" + number + "@example.com").build(),
            Audience.of(1 + number % 20_000),
            Audience.of(1_000_001),
            Audience.of(1_000_002));
    MembershipDecision decision =
        rules.decide(null, List.of((UserAttributes) payload.build(snapshot)), Instant.EPOCH);
    MembershipRecord record = decision.accepted(false).apply(decision.markPending().apply(null));
    if (record == null) {
      throw new IllegalStateException("no record for a user in audiences");
    }
    return record;
  }
}
