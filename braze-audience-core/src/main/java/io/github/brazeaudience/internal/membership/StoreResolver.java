package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.Batch;
import io.github.brazeaudience.internal.engine.BatchSource;
import io.github.brazeaudience.internal.engine.Call;
import io.github.brazeaudience.internal.engine.RequestSender;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.Times;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.internal.engine.WriteContent;
import io.github.brazeaudience.internal.engine.WriteResolver;
import io.github.brazeaudience.internal.engine.WriteState;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import io.github.brazeaudience.membership.MembershipStore.LeasedRecords;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.TimeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolver with a membership store: reads the record of a user to resolve a write, through {@link
 * ReadBackStage} if the store does not know the user, and keeps the record up to date through
 * {@link RecordMarks}.
 *
 * <p>The store may throw or not return. If that happens before a write is sent, the write fails; if
 * it happens afterwards, the outcome stands. A write waits for the store at most until its
 * deadline, and at most {@link RequestSender#GRACE} once its call is stopped or its outcome is
 * known. In a shared store, a read also leases the users. A write whose user another forwarder has
 * leased waits and is read again; the others go on.
 */
final class StoreResolver implements WriteResolver {
  /** Maximum number of writes that are resolved with one read of the store. */
  private static final int MAX_READ = 2_400;

  private final Next next;
  private final TimeSource time;
  private final MembershipRules rules;
  private final StoreExecutor store;
  private final WriteContent.Merger merger;
  private final Leases leases;
  private final LeaseWaits leaseWaits = new LeaseWaits();
  private final RecordMarks marks;
  private final ReadBackStage readBack;
  private final List<UserWrite> unread = new ArrayList<>();
  private final StoreTimeouts resolving = new StoreTimeouts();
  private boolean reading;

  StoreResolver(MembershipSettings settings, Context context, Next next) {
    this.next = next;
    this.time = context.settings().time();
    this.rules = settings.rules();
    this.store = new StoreExecutor(settings, context.executor());
    this.merger = new WriteContent.Merger(context.payload());
    this.leases = new Leases(settings.store().isShared(), context.settings());
    this.marks = new RecordMarks(store, settings.unsettled(), leases, time, next);
    this.readBack = new ReadBackStage(rules, context, next, this::learn);
  }

  @Override
  public List<BatchSource> sources() {
    return List.of(readBack);
  }

  @Override
  public boolean hasStore() {
    return true;
  }

  @Override
  public void resolve(UserWrite write) {
    write.moveTo(WriteState.RESOLVING);
    if (write.isResolved()) {
      next.ready(write);
    } else {
      awaitStore(write);
      unread.add(write);
    }
  }

  private void awaitStore(UserWrite write) {
    write.call().resolving();
    resolving.add(write, write.call().batchDeadlineNanos(time.nanoTime()));
  }

  @Override
  public void poll(long nowNanos) {
    store.poll();
    for (UserWrite write : leaseWaits.removeDue(nowNanos)) {
      write.call().resolving();
      unread.add(write);
    }
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
  private void read(List<UserWrite> writes, Map<String, LeasedChange> changes, Runnable whenRead) {
    Set<String> users = new HashSet<>();
    writes.forEach(write -> users.add(write.user().value()));
    long startedNanos = time.nanoTime();
    store.read(
        users,
        leases.duration(),
        changes,
        new StoreExecutor.Completion() {
          @Override
          public Runnable succeeded(LeasedRecords records, Set<String> lost) {
            List<UserWrite> leased = new ArrayList<>(writes);
            leased.removeIf(write -> records.refused().contains(write.user().value()));
            List<WriteContent> contents = merge(leased, records);
            return () -> {
              whenRead.run();
              leased.forEach(write -> leases.acquired(write, startedNanos));
              refused(writes, records.refused());
              resolved(leased, contents);
            };
          }

          @Override
          public void failed(StopCause cause) {
            whenRead.run();
            List<UserWrite> failed = writes.stream().filter(resolving::remove).toList();
            failed.forEach(leaseWaits::remove);
            fail(failed, cause);
          }
        });
  }

  /** Called on the store's thread, to which the merger is confined. */
  private List<WriteContent> merge(List<UserWrite> writes, LeasedRecords read) {
    return writes.stream()
        .map(
            write ->
                merger.merge(write, read.records().get(write.user().value()), rules, time.now()))
        .toList();
  }

  /**
   * Lets writes wait for another forwarder. The rest of their call is sent meanwhile, because two
   * forwarders that each lease a user for whom the other one waits would block each other.
   */
  private void refused(List<UserWrite> writes, Set<String> refused) {
    for (UserWrite write : writes) {
      if (resolving.contains(write) && refused.contains(write.user().value())) {
        write.call().resolved();
        leaseWaits.add(write, time.nanoTime());
      }
    }
  }

  private void resolved(List<UserWrite> writes, List<WriteContent> contents) {
    List<UserWrite> toReadBack = new ArrayList<>(0);
    for (int i = 0; i < writes.size(); i++) {
      UserWrite write = writes.get(i);
      leaseWaits.remove(write);
      if (!resolving.remove(write)) {
        marks.release(write);
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
      next.complete(write);
    } else if (stopCause != null) {
      next.fail(write, stopCause);
    } else {
      next.ready(write);
    }
  }

  private void readBackUnlessStopped(UserWrite write) {
    StopCause stopCause = write.call().stopCause();
    if (stopCause != null) {
      next.fail(write, stopCause);
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
        next.fail(write, stopCause);
      } else {
        next.fail(write, cause);
      }
    }
  }

  private void learn(Batch batch, Map<String, RecordChange> changes) {
    Map<String, LeasedChange> learned = new LinkedHashMap<>();
    changes.forEach((user, change) -> learned.put(user, leases.extending(change)));
    for (UserWrite write : batch.writes()) {
      write.moveTo(WriteState.RESOLVING);
      awaitStore(write);
    }
    read(batch.writes(), learned, () -> {});
  }

  @Override
  public int marking() {
    return marks.marking();
  }

  @Override
  public boolean mark(Batch batch) {
    return marks.mark(batch);
  }

  @Override
  public void settle(UserWrite write, Runnable whenSettled) {
    marks.settle(write, whenSettled);
  }

  @Override
  public void settleLater(UserWrite write) {
    marks.settleLater(write);
  }

  @Override
  public boolean isSettled(long nowNanos) {
    return marks.isSettled(nowNanos);
  }

  @Override
  public void expire(long nowNanos) {
    List<UserWrite> expired = resolving.removeExpired(nowNanos);
    unread.removeAll(expired);
    for (UserWrite write : expired) {
      if (leaseWaits.isWaiting(write)) {
        write.call().resolving();
      }
      fail(
          List.of(write),
          leaseWaits.remove(write) ? StopCause.LEASE_REFUSED : StopCause.STORE_TIMEOUT);
    }
    marks.expire(nowNanos);
  }

  @Override
  public @Nullable Long nextWakeNanos(long nowNanos) {
    Long store = Times.earlier(resolving.nextNanos(), marks.nextWakeNanos());
    store = Times.earlier(store, leaseWaits.nextNanos());
    return Times.earlier(store, readBack.nextWakeNanos(nowNanos));
  }

  @Override
  public void drain(Call call, StopCause cause) {
    readBack.drain(call, cause);
    resolving.limit(call, time.nanoTime() + RequestSender.GRACE.toNanos());
  }

  @Override
  public void release(Batch batch) {
    marks.release(batch);
  }

  @Override
  public void reset() {
    unread.clear();
    resolving.clear();
    leases.clear();
    leaseWaits.clear();
    marks.reset();
    readBack.reset();
    reading = false;
  }
}
