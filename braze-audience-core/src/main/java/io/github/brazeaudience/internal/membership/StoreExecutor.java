package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.membership.StoreBatch.Completion;
import io.github.brazeaudience.internal.membership.StoreBatch.Operation;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import io.github.brazeaudience.membership.MembershipStore.LeasedRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs store operations on the store's thread, one {@link StoreBatch} at a time. Operations that
 * arrive during a batch share the next one, so many batches of users share one committed update. If
 * a batch fails, the next one tries the store again. Confined to the serial executor.
 */
final class StoreExecutor {
  private final MembershipSettings settings;
  private final Executor serialExecutor;
  private List<Operation> waiting = new ArrayList<>();
  private @Nullable StoreBatch running;

  StoreExecutor(MembershipSettings settings, Executor serialExecutor) {
    this.settings = settings;
    this.serialExecutor = serialExecutor;
  }

  /** Reads records after some changes, and leases their users if the store is shared. */
  void read(
      Set<String> users, Duration lease, Map<String, LeasedChange> changes, Completion completion) {
    submit(new Operation(users, lease, changes, false, completion));
  }

  /** Changes records. {@code whenDone} receives the users whose leases are lost. */
  void change(
      Map<String, LeasedChange> changes,
      Consumer<Set<String>> whenDone,
      Consumer<StopCause> whenFailed) {
    submit(
        new Operation(Set.of(), Duration.ZERO, changes, false, completion(whenDone, whenFailed)));
  }

  /** Changes a record, now or later. {@code whenTried} receives true if it is changed now. */
  void settle(String user, LeasedChange change, Consumer<Boolean> whenTried) {
    Completion completion =
        completion(
            lost -> whenTried.accept(!lost.contains(user)), cause -> whenTried.accept(false));
    submit(new Operation(Set.of(), Duration.ZERO, Map.of(user, change), true, completion));
  }

  private static Completion completion(
      Consumer<Set<String>> whenDone, Consumer<StopCause> whenFailed) {
    return new Completion() {
      @Override
      public Runnable succeeded(LeasedRecords records, Set<String> lost) {
        return () -> whenDone.accept(lost);
      }

      @Override
      public void failed(StopCause cause) {
        whenFailed.accept(cause);
      }
    };
  }

  private void submit(Operation operation) {
    waiting.add(operation);
    startBatch();
  }

  /** Completes the operations of the last batch if it has ended. */
  void poll() {
    StoreBatch batch = running;
    if (batch == null || !batch.isEnded()) {
      return;
    }
    running = null;
    try {
      batch.complete();
    } finally {
      startBatch();
    }
  }

  private void startBatch() {
    if (running != null || waiting.isEmpty()) {
      return;
    }
    StoreBatch batch = new StoreBatch(settings, waiting, () -> serialExecutor.execute(this::poll));
    waiting = new ArrayList<>();
    running = batch;
    try {
      settings.thread().execute(batch);
    } catch (Throwable e) {
      // For example, there is no memory for a thread. The next batch tries again.
      batch.rejected(e);
    }
  }
}
