package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import io.github.brazeaudience.membership.MembershipStore.LeasedRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs store operations on the store's thread, one batch at a time. Operations that arrive during a
 * batch share the next one, so many batches of users share one committed update. Within a batch,
 * changes precede reads. If the store throws, the operations of the batch fail, and the next batch
 * tries the store again.
 *
 * <p>A change that settles a write is never lost: if it fails, it is added to the {@link
 * UnsettledChanges}, which are applied at the start of each batch. While that fails, the operations
 * on their users fail too.
 */
final class StoreExecutor {
  private static final System.Logger LOGGER = System.getLogger(StoreExecutor.class.getName());

  private static final LeasedRecords NO_RECORDS = new LeasedRecords(Map.of(), Set.of());

  private final MembershipSettings settings;
  private final Executor serialExecutor;
  private List<Operation> waiting = new ArrayList<>();
  private @Nullable StoreBatch running;

  /**
   * Operation on the store.
   *
   * @param reads the users whose records are read
   * @param lease the duration of their leases, if the store is shared
   * @param changes the changes of records, by user
   * @param settles true if the changes settle a write
   */
  private record Operation(
      Set<String> reads,
      Duration lease,
      Map<String, LeasedChange> changes,
      boolean settles,
      Completion completion) {}

  /** Continuation of an operation. */
  interface Completion {
    /**
     * Called on the store's thread; the returned task runs in the serial executor.
     *
     * @param lost the users whose changes were not applied, because their leases were lost
     */
    Runnable succeeded(LeasedRecords records, Set<String> lost);

    /** Called in the serial executor. */
    void failed(StopCause cause);
  }

  StoreExecutor(MembershipSettings settings, Executor serialExecutor) {
    this.settings = settings;
    this.serialExecutor = serialExecutor;
  }

  /** Reads records after some changes, and leases their users if the store is shared. */
  void read(
      Set<String> users, Duration lease, Map<String, LeasedChange> changes, Completion completion) {
    submit(new Operation(users, lease, changes, false, completion));
  }

  /**
   * Changes records.
   *
   * @param whenDone called with the users whose changes were not applied, because their leases were
   *     lost
   */
  void change(
      Map<String, LeasedChange> changes,
      Consumer<Set<String>> whenDone,
      Consumer<StopCause> whenFailed) {
    submit(
        new Operation(Set.of(), Duration.ZERO, changes, false, completion(whenDone, whenFailed)));
  }

  /**
   * Changes a record, now or later.
   *
   * @param whenTried called in any case, with true if the record is changed now
   */
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
    if (batch == null || !batch.ended) {
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
    StoreBatch batch = new StoreBatch(waiting);
    waiting = new ArrayList<>();
    running = batch;
    try {
      settings.thread().execute(batch);
    } catch (Throwable e) {
      // For example, there is no memory for a thread. The next batch tries again.
      batch.rejected(e);
    }
  }

  /** The operations that share one run on the store's thread. */
  private final class StoreBatch implements Runnable {
    private final List<Operation> operations;
    private final AtomicBoolean begun = new AtomicBoolean();
    private @Nullable List<Runnable> results;
    private @Nullable Throwable thrown;
    private volatile boolean ended;

    StoreBatch(List<Operation> operations) {
      this.operations = operations;
    }

    @Override
    public void run() {
      if (!begun.compareAndSet(false, true)) {
        return;
      }
      try {
        results = runAll(operations);
      } catch (Throwable e) {
        thrown = e;
      }
      end();
    }

    /**
     * Fails the batch because the thread rejected it. If the thread runs it later anyway, nothing
     * happens.
     */
    void rejected(Throwable cause) {
      if (begun.compareAndSet(false, true)) {
        thrown = cause;
        end();
      }
    }

    private void end() {
      ended = true;
      serialExecutor.execute(StoreExecutor.this::poll);
    }

    void complete() {
      List<Runnable> tasks = results;
      if (tasks == null) {
        StopCause cause = failure(operations, thrown);
        tasks = operations.stream().map(it -> failed(it, cause)).toList();
      }
      tasks.forEach(Runnable::run);
    }
  }

  private List<Runnable> runAll(List<Operation> operations) {
    Throwable thrown = settings.unsettled().apply(settings::update);
    if (thrown == null) {
      return runSettled(operations);
    }
    StopCause cause = failure(operations, thrown);
    List<Runnable> results = new ArrayList<>(operations.size());
    List<Operation> others = new ArrayList<>(operations.size());
    for (Operation operation : operations) {
      if (isUnsettled(operation)) {
        results.add(failed(operation, cause));
      } else {
        others.add(operation);
      }
    }
    results.addAll(runSettled(others));
    return results;
  }

  private boolean isUnsettled(Operation operation) {
    return settings.unsettled().containsAny(operation.reads())
        || settings.unsettled().containsAny(operation.changes().keySet());
  }

  /** If the read fails, the changes still succeed, because they are committed first. */
  private List<Runnable> runSettled(List<Operation> operations) {
    Set<String> lost = change(operations);
    LeasedRecords records = NO_RECORDS;
    StopCause readFailure = null;
    try {
      records = read(operations);
    } catch (Throwable e) {
      readFailure = failure(operations, e);
    }
    List<Runnable> results = new ArrayList<>(operations.size());
    for (Operation operation : operations) {
      results.add(
          readFailure == null || operation.reads().isEmpty()
              ? succeeded(operation, records, lost)
              : failed(operation, readFailure));
    }
    return results;
  }

  private Set<String> change(List<Operation> operations) {
    Map<String, LeasedChange> changes = new LinkedHashMap<>();
    for (Operation operation : operations) {
      operation
          .changes()
          .forEach((user, change) -> changes.merge(user, change, UnsettledChanges::inOrder));
    }
    return changes.isEmpty() ? Set.of() : settings.update(changes);
  }

  private LeasedRecords read(List<Operation> operations) {
    Set<String> users = new HashSet<>();
    Duration lease = Duration.ZERO;
    for (Operation operation : operations) {
      users.addAll(operation.reads());
      lease = operation.lease().compareTo(lease) > 0 ? operation.lease() : lease;
    }
    return users.isEmpty() ? NO_RECORDS : settings.read(users, lease);
  }

  private Runnable succeeded(Operation operation, LeasedRecords records, Set<String> lost) {
    try {
      return operation.completion().succeeded(records, lost);
    } catch (Throwable e) {
      return failed(operation, failure(List.of(operation), e));
    }
  }

  private Runnable failed(Operation operation, StopCause cause) {
    if (operation.settles()) {
      operation.changes().forEach(settings.unsettled()::add);
    }
    return () -> operation.completion().failed(cause);
  }

  private static StopCause failure(List<Operation> operations, @Nullable Throwable thrown) {
    Throwable cause =
        thrown != null ? thrown : new IllegalStateException("the batch returned no result");
    SafeLog.warn(LOGGER, "the membership store failed", cause);
    Set<String> users = new HashSet<>();
    for (Operation operation : operations) {
      users.addAll(operation.reads());
      users.addAll(operation.changes().keySet());
    }
    return StopCause.storeFailed(cause, users);
  }
}
