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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Operations on the membership store that run together, so they share one committed update. The
 * changes precede the reads. If the store throws, the operations fail.
 *
 * <p>A change that settles a write is never lost: if it fails, it is added to the {@link
 * UnsettledChanges}, which are applied first. While that fails, the operations on their users fail
 * too.
 */
final class StoreBatch implements Runnable {
  private static final System.Logger LOGGER = System.getLogger(StoreBatch.class.getName());

  private static final LeasedRecords NO_RECORDS = new LeasedRecords(Map.of(), Set.of());

  private final MembershipSettings settings;
  private final List<Operation> all;
  private final Runnable whenEnded;
  private final AtomicBoolean begun = new AtomicBoolean();
  private @Nullable List<Runnable> results;
  private @Nullable Throwable thrown;
  private volatile boolean ended;

  /**
   * Operation on the store.
   *
   * @param reads the users whose records are read
   * @param lease the duration of their leases, if the store is shared
   * @param changes the changes of records, by user
   * @param settles true if the changes settle a write
   */
  record Operation(
      Set<String> reads,
      Duration lease,
      Map<String, LeasedChange> changes,
      boolean settles,
      Completion completion) {}

  /** Continuation of an operation. */
  interface Completion {
    /**
     * Called on the store's thread; the returned task runs in the serial executor. The changes of
     * users whose leases are lost were not applied.
     */
    Runnable succeeded(LeasedRecords records, Set<String> lost);

    /** Called in the serial executor. */
    void failed(StopCause cause);
  }

  /** {@code whenEnded} is called once, on any thread. */
  StoreBatch(MembershipSettings settings, List<Operation> all, Runnable whenEnded) {
    this.settings = settings;
    this.all = all;
    this.whenEnded = whenEnded;
  }

  /** Runs the operations on the store's thread. */
  @Override
  public void run() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      results = runAll();
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
    whenEnded.run();
  }

  boolean isEnded() {
    return ended;
  }

  /** Completes the operations of a batch that has ended. Called in the serial executor. */
  void complete() {
    List<Runnable> tasks = results;
    if (tasks == null) {
      StopCause cause = failure(all, thrown);
      tasks = all.stream().map(it -> failed(it, cause)).toList();
    }
    tasks.forEach(Runnable::run);
  }

  private List<Runnable> runAll() {
    Throwable thrown = settings.unsettled().apply(settings::update);
    if (thrown == null) {
      return runSettled(all);
    }
    StopCause cause = failure(all, thrown);
    List<Runnable> results = new ArrayList<>(all.size());
    List<Operation> others = new ArrayList<>(all.size());
    for (Operation operation : all) {
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
