package io.github.brazeaudience.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import io.github.brazeaudience.membership.MembershipStore.LeasedRecords;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoreExecutorTest {
  private static final LeasedChange CHANGE = new LeasedChange(present -> present, Duration.ZERO);

  private final List<String> log = new ArrayList<>();
  private final Queue<Runnable> storeThread = new ConcurrentLinkedQueue<>();
  private @Nullable RuntimeException thrownByStore;
  private @Nullable RuntimeException thrownByThread;
  private final MembershipSettings settings =
      new MembershipSettings(
          new Store(),
          "w",
          MembershipRules.of(
              BrazeAudienceConfig.builder().restApiKey("key").build(), MembershipPolicy.defaults()),
          this::runOnStoreThread);
  private final StoreExecutor executor = new StoreExecutor(settings, Runnable::run);

  /** Store that logs its calls and can throw once. */
  private final class Store implements MembershipStore {
    @Override
    public Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
      called("read " + new TreeSet<>(users));
      return Map.of();
    }

    @Override
    public void update(String namespace, Map<String, RecordChange> changes) {
      called("update " + new TreeSet<>(changes.keySet()));
    }

    private void called(String call) {
      RuntimeException thrown = thrownByStore;
      thrownByStore = null;
      log.add(call + (thrown == null ? "" : " fails"));
      if (thrown != null) {
        throw thrown;
      }
    }

    @Override
    public List<StoredRecord> page(String namespace, @Nullable String after, int limit) {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private void runOnStoreThread(Runnable task) {
    RuntimeException thrown = thrownByThread;
    thrownByThread = null;
    if (thrown != null) {
      throw thrown;
    }
    storeThread.add(task);
  }

  private void runStoreThread() {
    while (!storeThread.isEmpty()) {
      storeThread.remove().run();
    }
  }

  private void read(String... users) {
    executor.read(
        Set.of(users),
        Duration.ZERO,
        Map.of(),
        new StoreBatch.Completion() {
          @Override
          public Runnable succeeded(LeasedRecords records, Set<String> lost) {
            return () -> log.add("has read " + new TreeSet<>(Set.of(users)));
          }

          @Override
          public void failed(StopCause cause) {
            log.add("not read " + cause.reason());
          }
        });
  }

  private void mark(String user) {
    executor.change(
        Map.of(user, CHANGE),
        lost -> log.add("marked " + user),
        cause -> log.add("not marked " + cause.reason()));
  }

  private void settle(String user) {
    executor.settle(user, CHANGE, recorded -> log.add("settled " + user));
  }

  @Test
  void submit_operationsDuringABatch_shareTheNextOneAndChangesPrecedeReads() {
    read("a");
    read("b");
    mark("c");
    settle("d");
    runStoreThread();

    assertThat(log)
        .containsExactly(
            "read [a]",
            "has read [a]",
            "update [c, d]",
            "read [b]",
            "has read [b]",
            "marked c",
            "settled d");
  }

  @Test
  void read_storeThrows_failsOnlyTheReadsOfTheBatch() {
    read("a");
    read("b");
    thrownByStore = new IllegalStateException("disk full");
    runStoreThread();

    assertThat(log)
        .containsExactly(
            "read [a] fails", "not read " + Reason.STORE_UNAVAILABLE, "read [b]", "has read [b]");
  }

  @Test
  void change_threadRejectsTheBatch_failsAndTheNextOneRuns() {
    thrownByThread = new RejectedExecutionException("shut down");
    mark("a");
    mark("b");
    runStoreThread();

    assertThat(log)
        .containsExactly("not marked " + Reason.STORE_UNAVAILABLE, "update [b]", "marked b");
  }

  @Test
  void settle_storeThrows_isAppliedBeforeTheNextBatch() {
    thrownByStore = new IllegalStateException("disk full");
    settle("a");
    runStoreThread();
    read("a");
    runStoreThread();

    assertThat(log)
        .containsExactly("update [a] fails", "settled a", "update [a]", "read [a]", "has read [a]");
    assertThat(settings.unsettled().isEmpty()).isTrue();
  }

  @Test
  void settle_storeKeepsThrowing_blocksTheUserButNotOthers() {
    thrownByStore = new IllegalStateException("disk full");
    settle("a");
    runStoreThread();
    log.clear();
    thrownByStore = new IllegalStateException("disk full");
    read("a");
    read("b");
    runStoreThread();

    assertThat(log)
        .containsExactly(
            "update [a] fails",
            "not read " + Reason.STORE_UNAVAILABLE,
            "update [a]",
            "read [b]",
            "has read [b]");
  }

  @Test
  void call_unsettledChange_isAppliedFirst() {
    thrownByStore = new IllegalStateException("disk full");
    settle("a");
    runStoreThread();
    log.clear();
    Thread other = new Thread(() -> settings.call(() -> log.add("work")));
    other.start();
    while (storeThread.isEmpty() && other.isAlive()) {
      Thread.onSpinWait();
    }
    runStoreThread();

    assertThat(log).containsExactly("update [a]", "work");
  }
}
