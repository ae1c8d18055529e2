package io.github.brazeaudience.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.store.FileMembershipStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntConsumer;

/** Fills a store, then looks users up and updates them in any order, in batches as a forwarder. */
public final class StoreRun {
  private static final String NAMESPACE = "US_03/measurement";
  private static final int BATCH = 75;
  private static final int FILL_BATCH = 1_200;

  /** Users of a run are filled in their order, which is that of most imports. */
  private static final int RUN = 1_000_000;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder().restApiKey("key").build();

  private final PayloadBuilder payload = PayloadBuilder.of(CONFIG);
  private final MembershipRules rules = MembershipRules.of(CONFIG, MembershipPolicy.defaults());
  private final SplittableRandom random = new SplittableRandom(1);
  private final FileMembershipStore store;
  private final int users;
  private int filled;

  private StoreRun(FileMembershipStore store, int users) {
    this.store = store;
    this.users = users;
  }

  /**
   * Runs it.
   *
   * @param args a file, which is deleted before and after; how many users are to be in it; and how
   *     many records are looked up and updated
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    int records = Integer.parseInt(args[2]);
    Files.deleteIfExists(file);
    Map<String, Object> result = new HashMap<>();
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      StoreRun run = new StoreRun(store, Integer.parseInt(args[1]));
      result.put("fill", measured(RUN, run.users, run::fill));
      result.put("lookUp", measured(BATCH, records, run::lookUp));
      result.put("update", measured(BATCH, records, size -> run.update(size, 1)));
      result.put("markAndAccept", measured(BATCH, records, size -> run.update(size, 2)));
      System.gc();
      result.put("heapBytes", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      result.put("fileBytes", Files.size(file));
    }
    Files.delete(file);
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  /** What a record takes, and the longest call. */
  private static Map<String, Object> measured(int batch, int records, IntConsumer call) {
    long longest = 0;
    long cpuBefore = PROCESS.getProcessCpuTime();
    long before = System.nanoTime();
    for (int left = records; left > 0; left -= batch) {
      long begun = System.nanoTime();
      call.accept(Math.min(left, batch));
      longest = Math.max(longest, System.nanoTime() - begun);
    }
    return Map.of(
        "nanos", (System.nanoTime() - before) / (double) records,
        "cpuNanos", (PROCESS.getProcessCpuTime() - cpuBefore) / (double) records,
        "longestNanos", longest);
  }

  private void fill(int size) {
    Map<String, Integer> run = new TreeMap<>();
    for (int end = filled + size; filled < end; filled++) {
      run.put(user(filled), filled);
    }
    Map<String, RecordChange> changes = new HashMap<>();
    run.forEach(
        (user, number) -> {
          MembershipRecord record = record(number);
          changes.put(user, present -> record);
          if (changes.size() == FILL_BATCH) {
            store.update(NAMESPACE, changes);
            changes.clear();
          }
        });
    store.update(NAMESPACE, changes);
  }

  private void lookUp(int size) {
    if (store.read(NAMESPACE, anyUsers(size)).isEmpty()) {
      throw new IllegalStateException("all users are in the store, but none was found");
    }
  }

  /** The same users so many times, each time with something else. */
  private void update(int size, int times) {
    List<String> some = anyUsers(size);
    for (int i = 0; i < times; i++) {
      Map<String, RecordChange> changes = new HashMap<>();
      for (String user : some) {
        MembershipRecord record = record(random.nextLong(1L << 40));
        changes.put(user, present -> record);
      }
      store.update(NAMESPACE, changes);
    }
  }

  private List<String> anyUsers(int size) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      some.add(user(random.nextInt(users)));
    }
    return some;
  }

  /** An external id without any order. */
  private static String user(int number) {
    SplittableRandom bits = new SplittableRandom(number);
    return new UUID(bits.nextLong(), bits.nextLong()).toString();
  }

  /** As a forwarder makes it, when Braze has accepted what was written. */
  private MembershipRecord record(long number) {
    MembershipSnapshot snapshot =
        MembershipSnapshot.of(
            UserProfile.builder().customerId("u").email("u" + number + "@example.com").build(),
            Audience.of(1 + number % 20_000),
            Audience.of(1_000_001),
            Audience.of(1_000_002));
    MembershipDecision decision =
        rules.decide(null, List.of((UserAttributes) payload.build(snapshot)), Instant.EPOCH);
    MembershipRecord record = decision.accepted(false).apply(decision.inDoubt().apply(null));
    if (record == null) {
      throw new IllegalStateException("a user in audiences has a record");
    }
    return record;
  }
}
