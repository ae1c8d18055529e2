package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.Batch;
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
import io.github.brazeaudience.policy.TimeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of writes from the membership store, and resolves the writes by them. Waiting
 * writes share the next read. In a shared store, a read also leases the users; a write whose user
 * another forwarder has leased is read again after a wait. A write waits for the store at most
 * until its deadline. Confined to the serial executor.
 */
final class RecordReads {
  /** Maximum number of writes that are resolved with one read of the store. */
  private static final int MAX_READ = 2_400;

  private final StoreExecutor store;
  private final MembershipRules rules;
  private final WriteContent.Merger merger;
  private final TimeSource time;
  private final ResolvedWrites resolved;
  private final Leases leases;
  private final LeaseWaits leaseWaits = new LeaseWaits();
  private final List<UserWrite> unread = new ArrayList<>();
  private final StoreTimeouts resolving = new StoreTimeouts();
  private boolean reading;

  RecordReads(
      StoreExecutor store,
      MembershipRules rules,
      WriteResolver.Context context,
      ResolvedWrites resolved,
      Leases leases) {
    this.store = store;
    this.rules = rules;
    this.merger = new WriteContent.Merger(context.payload());
    this.time = context.settings().time();
    this.resolved = resolved;
    this.leases = leases;
  }

  /** Reads the record of a write, together with others. */
  void accept(UserWrite write) {
    awaitStore(write);
    unread.add(write);
  }

  /** Reads the records of the writes of a batch again, after changes of these records. */
  void acceptAgain(Batch batch, Map<String, LeasedChange> changes) {
    for (UserWrite write : batch.writes()) {
      write.moveTo(WriteState.RESOLVING);
      awaitStore(write);
    }
    read(batch.writes(), changes, () -> {});
  }

  private void awaitStore(UserWrite write) {
    write.call().resolving();
    resolving.add(write, write.call().batchDeadlineNanos(time.nanoTime()));
  }

  /** Starts the next read if none is running. */
  void poll(long nowNanos) {
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
        new StoreBatch.Completion() {
          @Override
          public Runnable succeeded(LeasedRecords records, Set<String> lost) {
            List<UserWrite> leased = new ArrayList<>(writes);
            leased.removeIf(write -> records.refused().contains(write.user().value()));
            List<WriteContent> contents = merge(leased, records);
            return () -> {
              whenRead.run();
              leased.forEach(write -> leases.acquired(write, startedNanos));
              refused(writes, records.refused());
              merged(leased, contents);
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
   * forwarders would block each other if each waited for a user that the other one has leased.
   */
  private void refused(List<UserWrite> writes, Set<String> refused) {
    for (UserWrite write : writes) {
      if (resolving.contains(write) && refused.contains(write.user().value())) {
        write.call().resolved();
        leaseWaits.add(write, time.nanoTime());
      }
    }
  }

  private void merged(List<UserWrite> writes, List<WriteContent> contents) {
    List<UserWrite> toReadBack = new ArrayList<>(0);
    for (int i = 0; i < writes.size(); i++) {
      UserWrite write = writes.get(i);
      leaseWaits.remove(write);
      if (!resolving.remove(write)) {
        resolved.abandon(write);
        continue;
      }
      write.call().resolved();
      if (contents.get(i).needsReadBack()) {
        toReadBack.add(write);
      } else {
        resolved.passOn(write, contents.get(i));
      }
    }
    toReadBack.forEach(resolved::readBack);
  }

  private void fail(List<UserWrite> writes, StopCause cause) {
    for (UserWrite write : writes) {
      write.call().resolved();
      resolved.fail(write, cause);
    }
  }

  /** Fails the writes that have waited too long. */
  void expire(long nowNanos) {
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
  }

  @Nullable Long nextWakeNanos() {
    return Times.earlier(resolving.nextNanos(), leaseWaits.nextNanos());
  }

  /** Shortens the waits of a stopped call. */
  void limit(Call call) {
    resolving.limit(call, time.nanoTime() + RequestSender.GRACE.toNanos());
  }

  /** Forgets all writes. */
  void reset() {
    unread.clear();
    resolving.clear();
    leaseWaits.clear();
    reading = false;
  }
}
