package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several stores change the same users of one table at the same time, and no change is lost. */
@Timeout(120)
final class ConcurrentStoresTest {
  private static final String NAMESPACE = "namespace";
  private static final int THREADS = 4;
  private static final int UPDATES = Boolean.getBoolean("tests.full") ? 500 : 60;
  private static final int USERS = 12;
  private static final int MAX_BATCH = 9;

  /** Change of one record that was committed. */
  private record Step(String user, MembershipRecord before, MembershipRecord after) {}

  static Stream<Arguments> databases() {
    return Stream.of(
        Arguments.of("PostgreSQL", Databases.postgres()),
        Arguments.of("H2", Databases.h2InMemory("")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void update_twoStoresAndSameUsers_appliesEachChangeToTheResultOfAnother(
      String name, DataSource source) throws Exception {
    long seed = Seeds.of("ConcurrentStoresTest");
    String table = Databases.newTable();
    List<JdbcMembershipStore> stores = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      stores.add(JdbcMembershipStore.builder(new CheckingPool(source)).table(table).build());
      stores.get(i).createSchema();
    }
    List<Step> steps = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<Step>>> ends = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        ends.add(
            threads.submit(
                () -> run(stores.get(thread % 2), thread, new SplittableRandom(seed + thread))));
      }
      for (Future<List<Step>> end : ends) {
        steps.addAll(end.get());
      }
    } finally {
      threads.shutdownNow();
    }

    List<String> users = IntStream.range(0, USERS).mapToObj(i -> "u-" + i).toList();
    Map<String, MembershipRecord> stored = stores.get(0).read(NAMESPACE, users);
    for (String user : users) {
      assertThatStepsLeadTo(
          stored.get(user), steps.stream().filter(it -> it.user().equals(user)).toList());
    }
  }

  /** Each record but the last one is the start of exactly one step. */
  private static void assertThatStepsLeadTo(MembershipRecord last, List<Step> steps) {
    Map<MembershipRecord, Integer> unused = new HashMap<>();
    unused.merge(null, 1, Integer::sum);
    for (Step step : steps) {
      unused.merge(step.after(), 1, Integer::sum);
      unused.merge(step.before(), -1, Integer::sum);
    }
    unused.merge(last, -1, Integer::sum);
    assertThat(unused.values()).as("%d steps", steps.size()).containsOnly(0);
  }

  private static List<Step> run(MembershipStore store, int thread, SplittableRandom random) {
    List<Step> steps = new ArrayList<>();
    for (int update = 1; update <= UPDATES; update++) {
      MembershipRecord next = Records.in(1 + thread + (long) THREADS * update);
      Map<String, Step> tried = new HashMap<>();
      Map<String, RecordChange> changes = new HashMap<>();
      int size = 1 + random.nextInt(MAX_BATCH);
      for (int i = 0; i < size; i++) {
        String user = "u-" + random.nextInt(USERS);
        MembershipRecord after = random.nextInt(4) == 0 ? null : next;
        changes.put(
            user,
            present -> {
              tried.put(user, new Step(user, present, after));
              return after;
            });
      }
      store.update(NAMESPACE, changes);
      tried.values().stream()
          .filter(step -> !Objects.equals(step.before(), step.after()))
          .forEach(steps::add);
    }
    return steps;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void createSchema_severalAtOnce_createsOneTable(String name, DataSource source) throws Exception {
    String table = Databases.newTable();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        JdbcMembershipStore store = JdbcMembershipStore.builder(source).table(table).build();
        ends.add(threads.submit(store::createSchema));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }

    JdbcMembershipStore store = JdbcMembershipStore.builder(source).table(table).build();
    store.update(NAMESPACE, Map.of("u-1", present -> Records.in(1)));
    store.createSchema();
    assertThat(store.read(NAMESPACE, List.of("u-1"))).containsEntry("u-1", Records.in(1));
  }
}
