package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.Batch;
import io.github.brazeaudience.internal.engine.BatchScheduler;
import io.github.brazeaudience.internal.engine.Call;
import io.github.brazeaudience.internal.engine.RequestSender;
import io.github.brazeaudience.internal.engine.ResolvedWrite;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.Times;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.internal.engine.UserWrite.State;
import io.github.brazeaudience.internal.engine.WriteResolver;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Resolver with a membership store: reads the record of a user to resolve a write, marks it as in
 * doubt before the write is sent, and settles it after the outcome.
 *
 * <p>The store may throw or not return. If that happens before a write is sent, the write fails; if
 * it happens afterwards, the outcome stands. A write waits for the store at most until its
 * deadline, and at most {@link RequestSender#GRACE} once its call is stopped or its outcome is
 * known.
 */
final class StoreResolver implements WriteResolver {
  /** Maximum number of writes that are resolved with one read of the store. */
  private static final int MAX_READ = 2_400;

  private final Engine engine;
  private final TimeSource time;
  private final StoreExecutor store;
  private final UnsettledChanges unsettled;
  private final ResolvedWrite.Merger merger;
  private final MembershipSettings settings;
  private final ReadBackStage readBack;
  private final List<UserWrite> unread = new ArrayList<>();
  private final Set<UserWrite> resolving = new LinkedHashSet<>();
  private final Set<Batch> marking = new LinkedHashSet<>();
  private final Set<UserWrite> settling = new LinkedHashSet<>();
  private @Nullable Long nextTimeoutNanos;
  private @Nullable Long closeTimeoutNanos;
  private boolean closed;
  private boolean reading;

  StoreResolver(MembershipSettings settings, Engine engine) {
    this.settings = settings;
    this.engine = engine;
    this.time = engine.settings().time();
    this.store = new StoreExecutor(settings, engine::execute);
    this.unsettled = settings.unsettled();
    this.merger = new ResolvedWrite.Merger(engine.payload());
    this.readBack = new ReadBackStage(settings, engine);
  }

  @Override
  public List<BatchScheduler.Source> sources() {
    return List.of(readBack);
  }

  @Override
  public void resolve(UserWrite write) {
    write.moveTo(State.RESOLVING);
    if (write.isResolved()) {
      engine.ready(write);
    } else {
      awaitStore(write);
      unread.add(write);
    }
  }

  private void awaitStore(UserWrite write) {
    write.call().resolving();
    resolving.add(write);
    timeout(write, write.call().batchDeadlineNanos(time.nanoTime()));
  }

  @Override
  public void poll(long nowNanos) {
    store.poll();
    if (!reading && !unread.isEmpty()) {
      reading = true;
      List<UserWrite> head = unread.subList(0, Math.min(MAX_READ, unread.size()));
      List<UserWrite> writes = head.stream().filter(resolving::contains).toList();
      head.clear();
      read(writes, Map.of(), () -> reading = false);
    }
    readBack.expireOutage(nowNanos);
  }

  /** Reads the records of some writes, after the changes, and resolves the writes. */
  private void read(List<UserWrite> writes, Map<String, RecordChange> changes, Runnable whenRead) {
    Set<String> users = new HashSet<>();
    writes.forEach(write -> users.add(write.user().value()));
    submit(
        users,
        changes,
        false,
        new StoreExecutor.Completion() {
          @Override
          public Runnable succeeded(Map<String, MembershipRecord> records) {
            List<ResolvedWrite> contents = merge(writes, records);
            return () -> {
              whenRead.run();
              resolved(writes, contents);
            };
          }

          @Override
          public void failed(StopCause cause) {
            whenRead.run();
            fail(writes.stream().filter(resolving::remove).toList(), cause);
          }
        });
  }

  /** Called on the store's thread, to which the merger is confined. */
  private List<ResolvedWrite> merge(List<UserWrite> writes, Map<String, MembershipRecord> records) {
    return writes.stream()
        .map(
            write ->
                merger.merge(
                    write, records.get(write.user().value()), settings.rules(), time.now()))
        .toList();
  }

  private void resolved(List<UserWrite> writes, List<ResolvedWrite> contents) {
    List<UserWrite> toReadBack = new ArrayList<>(0);
    for (int i = 0; i < writes.size(); i++) {
      UserWrite write = writes.get(i);
      if (!resolving.remove(write)) {
        continue;
      }
      write.call().resolved();
      if (contents.get(i).needsReadBack()) {
        toReadBack.add(write);
      } else {
        write.resolve(contents.get(i));
        passOn(write);
      }
    }
    toReadBack.forEach(this::readBackUnlessStopped);
  }

  private void passOn(UserWrite write) {
    StopCause stopCause = write.call().stopCause();
    if (write.isEmpty()) {
      engine.complete(write);
    } else if (stopCause != null) {
      engine.fail(write, stopCause);
    } else {
      engine.ready(write);
    }
  }

  private void readBackUnlessStopped(UserWrite write) {
    StopCause stopCause = write.call().stopCause();
    if (stopCause != null) {
      engine.fail(write, stopCause);
    } else {
      readBack.accept(write);
    }
  }

  private void fail(List<UserWrite> writes, StopCause cause) {
    for (UserWrite write : writes) {
      write.call().resolved();
      StopCause stopCause = write.call().stopCause();
      // If the deadline stopped the call, the failure of the store is the better reason.
      if (stopCause != null && stopCause.reason() != Reason.DEADLINE) {
        engine.fail(write, stopCause);
      } else {
        engine.fail(write, cause);
      }
    }
  }

  @Override
  public void readBack(Batch batch, Map<String, Map<String, Object>> profiles) {
    Map<String, RecordChange> learned = readBack.learn(batch, profiles);
    for (UserWrite write : batch.writes()) {
      write.moveTo(State.RESOLVING);
      awaitStore(write);
    }
    read(batch.writes(), learned, () -> {});
  }

  @Override
  public void failReadBack(Call call, StopCause cause) {
    readBack.pause(call, cause);
  }

  @Override
  public int marking() {
    return marking.size();
  }

  /** Marks the users in one committed update. */
  @Override
  public boolean mark(Batch batch) {
    Map<String, RecordChange> changes = new LinkedHashMap<>();
    for (UserWrite write : batch.writes()) {
      if (write.needsMark()) {
        changes.put(write.user().value(), write.mark());
      }
    }
    if (changes.isEmpty()) {
      return false;
    }
    marking.add(batch);
    timeoutAt(batch.deadlineNanos());
    change(
        changes,
        false,
        () -> {
          if (marking.remove(batch)) {
            engine.startFirst(batch);
          }
        },
        cause -> {
          if (marking.remove(batch)) {
            batch.writes().forEach(UserWrite::unmark);
            engine.fail(batch, cause);
          }
        });
    return true;
  }

  @Override
  public void settle(UserWrite write, Runnable whenSettled) {
    RecordChange change = write.settlement();
    if (change == null) {
      whenSettled.run();
      return;
    }
    settling.add(write);
    timeout(write, time.nanoTime() + RequestSender.GRACE.toNanos());
    Runnable done =
        () -> {
          settling.remove(write);
          whenSettled.run();
        };
    change(Map.of(write.user().value(), change), true, done, cause -> done.run());
    write.settled();
  }

  @Override
  public void settleLater(UserWrite write) {
    RecordChange change = write.isSettled() ? null : write.settlement();
    if (change != null) {
      unsettled.add(write.user().value(), change);
      write.settled();
    }
  }

  /** Tries the unsettled changes once more. */
  @Override
  public boolean isSettled(long nowNanos) {
    if (closeTimeoutNanos == null) {
      closeTimeoutNanos = nowNanos + RequestSender.GRACE.toNanos();
      closed = unsettled.isEmpty();
      if (!closed) {
        timeoutAt(closeTimeoutNanos);
        change(Map.of(), false, () -> closed = true, cause -> closed = true);
      }
    }
    return closed || closeTimeoutNanos - nowNanos <= 0;
  }

  private void change(
      Map<String, RecordChange> changes,
      boolean settles,
      Runnable whenDone,
      Consumer<StopCause> whenFailed) {
    submit(
        Set.of(),
        changes,
        settles,
        new StoreExecutor.Completion() {
          @Override
          public Runnable succeeded(Map<String, MembershipRecord> records) {
            return whenDone;
          }

          @Override
          public void failed(StopCause cause) {
            whenFailed.accept(cause);
          }
        });
  }

  private void submit(
      Set<String> reads,
      Map<String, RecordChange> changes,
      boolean settles,
      StoreExecutor.Completion completion) {
    store.submit(new StoreExecutor.Operation(reads, changes, settles, completion));
  }

  @Override
  public void expire(long nowNanos) {
    if (nextTimeoutNanos == null || nextTimeoutNanos - nowNanos > 0) {
      return;
    }
    nextTimeoutNanos = null;
    if (closeTimeoutNanos != null && closeTimeoutNanos - nowNanos > 0) {
      timeoutAt(closeTimeoutNanos);
    }
    List<UserWrite> late = removeLate(resolving, nowNanos);
    unread.removeAll(late);
    fail(late, StopCause.STORE_TIMEOUT);
    for (Batch batch : List.copyOf(marking)) {
      if (batch.deadlineNanos() - nowNanos > 0) {
        timeoutAt(batch.deadlineNanos());
      } else if (marking.remove(batch)) {
        engine.fail(batch, StopCause.STORE_TIMEOUT);
      }
    }
    removeLate(settling, nowNanos).forEach(write -> write.call().report(write));
  }

  /** Removes the writes whose wait is over, and sets the timer for the others. */
  private List<UserWrite> removeLate(Collection<UserWrite> waiting, long nowNanos) {
    List<UserWrite> late = new ArrayList<>(0);
    for (UserWrite write : waiting) {
      if (write.storeWaitEndNanos() - nowNanos <= 0) {
        late.add(write);
      } else {
        timeoutAt(write.storeWaitEndNanos());
      }
    }
    late.forEach(waiting::remove);
    return late;
  }

  private void timeout(UserWrite write, long nanos) {
    write.storeWaitEndNanos(nanos);
    timeoutAt(nanos);
  }

  private void timeoutAt(long nanos) {
    nextTimeoutNanos = Times.earlier(nextTimeoutNanos, nanos);
  }

  @Override
  public @Nullable Long nextWakeNanos(long nowNanos) {
    return Times.earlier(nextTimeoutNanos, readBack.nextWakeNanos(nowNanos));
  }

  @Override
  public void drain(Call call, StopCause cause) {
    readBack.drain(call, cause);
    long end = time.nanoTime() + RequestSender.GRACE.toNanos();
    for (UserWrite write : resolving) {
      if (write.call() == call && write.storeWaitEndNanos() - end > 0) {
        timeout(write, end);
      }
    }
  }

  @Override
  public void release(Batch batch) {
    marking.remove(batch);
    readBack.release(batch);
  }

  @Override
  public void release(Call call) {
    readBack.release(call);
  }

  /** The store executor still runs the operations that were submitted. */
  @Override
  public void reset() {
    unread.clear();
    resolving.clear();
    marking.clear();
    settling.clear();
    readBack.reset();
    nextTimeoutNanos = null;
    reading = false;
  }
}
