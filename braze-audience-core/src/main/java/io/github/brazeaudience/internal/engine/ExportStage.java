package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.ReadBackDelayed;
import io.github.brazeaudience.policy.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Source of {@code /users/export/ids} requests, with their own circuit breaker and rate limiter. A
 * fatal failure suspends the exports of a call, but does not stop the call. Owns the unfinished
 * batches; the subclass owns the writes that wait for one.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
 *     /users/export/ids</a>
 */
public abstract class ExportStage implements BatchSource {
  /**
   * Suspension after a fatal failure. It ends, because a queue is a single call for its whole
   * lifetime.
   */
  private static final Duration SUSPENSION = Duration.ofMinutes(1);

  private final WriteResolver.Next next;
  private final EngineSettings settings;
  private final Admission admission;
  private final Map<Call, CallState> calls = new LinkedHashMap<>();
  private @Nullable Long reportedDelayEndNanos;

  /** The unfinished batches of a call, and its suspension. */
  private static final class CallState {
    private final Set<Batch> batches = new LinkedHashSet<>();
    private @Nullable StopCause suspensionCause;
    private long suspensionEndNanos;

    private @Nullable StopCause suspensionCause(long nowNanos) {
      return suspensionCause != null && suspensionEndNanos - nowNanos > 0 ? suspensionCause : null;
    }

    private boolean isInFlight() {
      return batches.stream().anyMatch(Batch::isInFlight);
    }

    private int dueUsers() {
      return batches.stream().filter(Batch::isDue).mapToInt(batch -> batch.writes().size()).sum();
    }
  }

  protected ExportStage(WriteResolver.Context context, WriteResolver.Next next) {
    this.next = next;
    this.settings = context.settings();
    this.admission =
        new Admission(settings, context.retryTokens(), settings.policies().exportLimiters());
  }

  /** Keeps a write until {@link #take} or {@link #takeAll}. */
  protected abstract void keep(UserWrite write);

  /** {@return the number of users of a call that wait for a batch} */
  protected abstract int waiting(Call call);

  /**
   * Removes and returns the writes of the next batch.
   *
   * @param partial true if the batch need not be full
   * @return no writes if there is no batch to send now
   */
  protected abstract List<UserWrite> take(Call call, boolean partial);

  /** Removes and returns the writes of a call that wait for a batch. */
  protected abstract List<UserWrite> takeAll(Call call);

  protected abstract Batch.Request request(List<UserWrite> writes);

  /** {@return the cause if the rate limit delays a write beyond its deadline} */
  protected abstract StopCause deadlineBefore(Instant nextStart);

  @Override
  public final Admission admission() {
    return admission;
  }

  /** Keeps a write until its request, or fails it if the exports of its call are suspended. */
  public final void accept(UserWrite write) {
    StopCause cause = state(write.call()).suspensionCause(settings.time().nanoTime());
    if (cause == null) {
      write.call().exportStarted(write);
      keep(write);
      write.call().ready(this);
    } else {
      next.fail(write, cause);
    }
  }

  private CallState state(Call call) {
    return calls.computeIfAbsent(call, first -> new CallState());
  }

  /** A request that is not full waits for the one in flight, to use few of the allowed requests. */
  @Override
  public final @Nullable Batch formBatch(Call call, long nowNanos) {
    CallState state = calls.get(call);
    if (state == null) {
      return null;
    }
    boolean partial = call.isResolved() && (call.isEndOfInput() || !state.isInFlight());
    List<UserWrite> writes = take(call, partial);
    if (writes.isEmpty()) {
      return null;
    }
    writes.forEach(write -> write.moveTo(WriteState.BATCHED));
    Batch batch = new Batch(this, call, writes, request(writes), call.batchDeadlineNanos(nowNanos));
    state.batches.add(batch);
    return batch;
  }

  @Override
  public final boolean hasWrites(Call call) {
    return waiting(call) > 0;
  }

  @Override
  public final void expireThrottled(long nowNanos) {
    long delay = admission.limiters().ownDelayNanos(nowNanos);
    if (delay == 0) {
      return;
    }
    StopCause cause = deadlineBefore(settings.time().now().plusNanos(delay));
    for (Map.Entry<Call, CallState> entry : List.copyOf(calls.entrySet())) {
      for (Batch batch : List.copyOf(entry.getValue().batches)) {
        if (batch.isDue() && batch.deadlineNanos() - nowNanos < delay) {
          next.fail(batch, cause);
        }
      }
      if (entry.getKey().batchDeadlineNanos(nowNanos) - nowNanos < delay) {
        drain(entry.getKey(), cause);
      }
    }
    int users = waitingUsers();
    if (users > 0 && isNewDelay(nowNanos + delay)) {
      reportedDelayEndNanos = nowNanos + delay;
      ReadBackDelayed event = new ReadBackDelayed(users, Duration.ofNanos(delay));
      settings.listener().notify(it -> it.readBackDelayed(event));
    }
  }

  /** Reports a delay once per window of the limiter, not before each request of a steady flow. */
  private boolean isNewDelay(long delayEndNanos) {
    return reportedDelayEndNanos == null
        || delayEndNanos - reportedDelayEndNanos > RateLimiter.READ_BACK_WINDOW.toNanos();
  }

  private int waitingUsers() {
    int users = 0;
    for (Map.Entry<Call, CallState> entry : calls.entrySet()) {
      users += waiting(entry.getKey()) + entry.getValue().dueUsers();
    }
    return users;
  }

  /** Ends the exports of all calls if the outage has lasted too long. */
  public final void expireOutage(long nowNanos) {
    StopCause cause = admission.expireOutage(nowNanos);
    if (cause != null) {
      List.copyOf(calls.keySet()).forEach(call -> suspend(call, cause));
    }
  }

  /** Suspends the exports of a call for {@link #SUSPENSION}. A request in flight continues. */
  @Override
  public final void suspend(Call call, StopCause cause) {
    CallState state = state(call);
    state.suspensionCause = cause;
    state.suspensionEndNanos = settings.time().nanoTime() + SUSPENSION.toNanos();
    drain(call, cause);
    for (Batch batch : List.copyOf(state.batches)) {
      if (!batch.isInFlight()) {
        next.fail(batch, cause);
      }
    }
  }

  public final void drain(Call call, StopCause cause) {
    takeAll(call).forEach(write -> next.fail(write, cause));
  }

  /** {@return when the circuit breaker or the rate limiter has something to do, or null} */
  public final @Nullable Long nextWakeNanos(long nowNanos) {
    long delay = admission.limiters().ownDelayNanos(nowNanos);
    Long limitEnd = delay > 0 && waitingUsers() > 0 ? Long.valueOf(nowNanos + delay) : null;
    return Times.earlier(limitEnd, admission.nextWakeNanos(nowNanos));
  }

  @Override
  public void release(Batch batch) {
    CallState state = calls.get(batch.call());
    if (state != null) {
      state.batches.remove(batch);
    }
  }

  @Override
  public void release(Call call) {
    calls.remove(call);
  }

  /** Forgets everything but the requests in flight, after the engine failed. */
  public void reset() {
    for (CallState state : calls.values()) {
      state.batches.removeIf(batch -> !batch.isInFlight());
    }
  }
}
