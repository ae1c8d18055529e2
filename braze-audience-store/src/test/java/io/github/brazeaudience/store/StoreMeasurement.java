package io.github.brazeaudience.store;

import com.sun.management.OperatingSystemMXBean;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Measures a store: looks users up and updates them in any order, in batches as a forwarder does,
 * and prints a row of a Markdown table for each. Its arguments are the file, the number of users in
 * it, and the number of records to be updated. A file that is not there is filled first, with runs
 * of users in their order, for which it takes more memory than for the rest. See docs/testing.md.
 */
final class StoreMeasurement {
  private static final String NAMESPACE = "US_03/measurement";
  private static final int FILL_BATCH = 1_200;
  private static final int RUN = 1_000_000;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Path file;
  private final long users;
  private final SplittableRandom random = new SplittableRandom(1);
  private String after = "";
  private long filled;

  private StoreMeasurement(Path file, long users) {
    this.file = file;
    this.users = users;
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    StoreMeasurement measurement = new StoreMeasurement(file, Long.parseLong(arguments[1]));
    measurement.run(Integer.parseInt(arguments[2]));
  }

  private void run(int updates) throws IOException {
    System.out.println(
        "| what | batch | records/s | CPU µs a record | longest call ms | file B a user | heap MB |");
    System.out.println("|---|---|---|---|---|---|---|");
    boolean isThere = Files.exists(file);
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      if (!isThere) {
        measure("fill", RUN, users, size -> fill(store, size));
      }
      measure("look up", 75, updates, size -> store.read(NAMESPACE, anyUsers(size)));
      measure("update", 75, updates, size -> update(store, size));
      measure("update again", 75, updates, size -> update(store, size));
      measure("update", 1_200, updates, size -> update(store, size));
      measure("mark, then accept", 75, updates, size -> update(store, size, 2));
      measure("look up", 1_200, updates, size -> store.read(NAMESPACE, anyUsers(size)));
      measure("page", 1_000, updates, size -> page(store, size));
      measure("update one", 1, Math.min(updates, 20_000), size -> update(store, size));
    }
    long begin = System.nanoTime();
    FileMembershipStore.open(file).close();
    System.out.printf(
        "%d users, open and close %d ms, file %d MB%n",
        users, (System.nanoTime() - begin) / 1_000_000, Files.size(file) / 1_000_000);
  }

  private void measure(String what, int batch, long records, LongConsumer call) throws IOException {
    long longest = 0;
    long begin = System.nanoTime();
    long cpu = PROCESS.getProcessCpuTime();
    for (long left = records; left > 0; left -= batch) {
      long before = System.nanoTime();
      call.accept(Math.min(left, batch));
      longest = Math.max(longest, System.nanoTime() - before);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double micros = (PROCESS.getProcessCpuTime() - cpu) / 1e3 / records;
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "| %s | %d | %.0f | %.1f | %.0f | %.0f | %d |%n",
        what,
        batch,
        records / seconds,
        micros,
        longest / 1e6,
        (double) Files.size(file) / users,
        (runtime.totalMemory() - runtime.freeMemory()) >> 20);
  }

  private void fill(FileMembershipStore store, long size) {
    Map<String, Long> run = new TreeMap<>();
    for (long end = filled + size; filled < end; filled++) {
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

  private void update(FileMembershipStore store, long size) {
    update(store, size, 1);
  }

  /** The same users so many times, each time with something else. */
  private void update(FileMembershipStore store, long size, int times) {
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

  private void page(FileMembershipStore store, long size) {
    List<StoredRecord> page = store.page(NAMESPACE, after, (int) size);
    after = page.isEmpty() ? "" : page.get(page.size() - 1).user();
  }

  private List<String> anyUsers(long size) {
    List<String> some = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      some.add(user(random.nextLong(users)));
    }
    return some;
  }

  /** An external id without any order, as UUIDs are. */
  private static String user(long number) {
    SplittableRandom bits = new SplittableRandom(number);
    return new UUID(bits.nextLong(), bits.nextLong()).toString();
  }

  private static MembershipRecord record(long number) {
    return Records.withEmail(1 + number % 20_000, "u" + number + "@example.com");
  }
}
