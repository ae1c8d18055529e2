package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.Batch;
import io.github.brazeaudience.internal.engine.BatchSource;
import io.github.brazeaudience.internal.engine.Call;
import io.github.brazeaudience.internal.engine.RequestSender;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.Times;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.internal.engine.WriteResolver;
import io.github.brazeaudience.internal.engine.WriteState;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Resolver with a membership store: reads the record of a user to resolve a write, through {@link
 * ReadBackStage} if the store does not know the user, and keeps the record up to date through
 * {@link RecordMarks}.
 *
 * <p>The store may throw or not return. If that happens before a write is sent, the write fails; if
 * it happens afterwards, the outcome stands. A write waits for the store at most until its
 * deadline, and at most {@link RequestSender#GRACE} once its call is stopped or its outcome is
 * known.
 */
final class StoreResolver implements WriteResolver {
  private final Next next;
  private final StoreExecutor store;
  private final Leases leases;
  private final RecordReads reads;
  private final RecordMarks marks;
  private final ReadBackStage readBack;

  StoreResolver(MembershipSettings settings, Context context, Next next) {
    this.next = next;
    this.store = new StoreExecutor(settings, context.executor());
    this.leases = new Leases(settings.store().isShared(), context.settings());
    this.marks =
        new RecordMarks(store, settings.unsettled(), leases, context.settings().time(), next);
    this.readBack = new ReadBackStage(settings.rules(), context, next, this::learn);
    this.reads =
        new RecordReads(
            store,
            settings.rules(),
            context,
            new ResolvedWrites(next, readBack::accept, marks),
            leases);
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
      reads.accept(write);
    }
  }

  @Override
  public void poll(long nowNanos) {
    store.poll();
    reads.poll(nowNanos);
    readBack.expireOutage(nowNanos);
  }

  private void learn(Batch batch, Map<String, RecordChange> changes) {
    Map<String, LeasedChange> learned = new LinkedHashMap<>();
    changes.forEach((user, change) -> learned.put(user, leases.extending(change)));
    reads.acceptAgain(batch, learned);
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
  public void settle(UserWrite write, long endedAt, ObjLongConsumer<UserWrite> whenSettled) {
    marks.settle(write, () -> whenSettled.accept(write, endedAt));
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
    reads.expire(nowNanos);
    marks.expire(nowNanos);
  }

  @Override
  public @Nullable Long nextWakeNanos(long nowNanos) {
    return Times.earliest(
        reads.nextWakeNanos(), marks.nextWakeNanos(), readBack.nextWakeNanos(nowNanos));
  }

  @Override
  public void drain(Call call, StopCause cause) {
    readBack.drain(call, cause);
    reads.limit(call);
  }

  @Override
  public void release(Batch batch) {
    marks.release(batch);
  }

  @Override
  public void reset() {
    reads.reset();
    leases.clear();
    marks.reset();
    readBack.reset();
  }
}
