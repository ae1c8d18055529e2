package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.event.ReadBackDelayed;
import io.github.brazeaudience.internal.engine.Admission;
import io.github.brazeaudience.internal.engine.Batch;
import io.github.brazeaudience.internal.engine.BatchScheduler;
import io.github.brazeaudience.internal.engine.Call;
import io.github.brazeaudience.internal.engine.EngineSettings;
import io.github.brazeaudience.internal.engine.PendingUpdate;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.Times;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.internal.engine.UserWrite.State;
import io.github.brazeaudience.internal.engine.WriteResolver;
import io.github.brazeaudience.internal.wire.ExportRequest;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.membership.ReadBack;
import io.github.brazeaudience.policy.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads back from Braze the profiles of users whose audiences the membership store does not know.
 * Forms requests of up to {@value #MAX_USERS} users of a call, with their own circuit breaker and
 * rate limiter. A fatal failure suspends the read-backs of a call, but does not stop the call. Owns
 * the writes that wait for a request.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
 *     /users/export/ids</a>
 */
final class ReadBackStage implements BatchScheduler.Source {
  /** Maximum number of users per request. */
  static final int MAX_USERS = 50;

  /**
   * Suspension after a fatal failure. It ends, because a queue is a single call for its whole
   * lifetime.
   */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final MembershipSettings membership;
  private final WriteResolver.Next next;
  private final EngineSettings settings;
  private final Admission admission;
  private final Map<Call, CallState> calls = new LinkedHashMap<>();
  private @Nullable Long reportedDelayEndNanos;

  /** The waiting writes and the unfinished batches of a call. */
  private static final class CallState {
    private final Deque<UserWrite> waiting = new ArrayDeque<>();
    private final Set<Batch> batches = new LinkedHashSet<>();
    private @Nullable StopCause pauseCause;
    private long pauseEndNanos;

    private @Nullable StopCause pauseCause(long nowNanos) {
      return pauseCause != null && pauseEndNanos - nowNanos > 0 ? pauseCause : null;
    }

    private boolean isInFlight() {
      return batches.stream().anyMatch(Batch::isInFlight);
    }

    private int waitingUsers() {
      return waiting.size()
          + batches.stream().filter(Batch::isDue).mapToInt(batch -> batch.writes().size()).sum();
    }
  }

  ReadBackStage(
      MembershipSettings membership, WriteResolver.Context context, WriteResolver.Next next) {
    this.membership = membership;
    this.next = next;
    this.settings = context.settings();
    this.admission =
        new Admission(
            settings,
            context.retryTokens(),
            List.of(membership.readBackLimiter(), settings.policies().rateLimiter()));
  }

  @Override
  public Admission admission() {
    return admission;
  }

  void accept(UserWrite write) {
    CallState state = state(write.call());
    StopCause cause = state.pauseCause(settings.time().nanoTime());
    if (cause == null) {
      state.waiting.add(write);
    } else {
      next.fail(write, cause);
    }
  }

  private CallState state(Call call) {
    return calls.computeIfAbsent(call, first -> new CallState());
  }

  /** A request that is not full waits for the one in flight, to use few of the allowed requests. */
  @Override
  public @Nullable Batch next(Call call, long nowNanos) {
    CallState state = calls.get(call);
    if (state == null || state.waiting.isEmpty()) {
      return null;
    }
    boolean full = state.waiting.size() >= MAX_USERS;
    boolean partial = call.isResolved() && (call.isEndOfInput() || !state.isInFlight());
    if (!(full || partial)) {
      return null;
    }
    List<UserWrite> writes = new ArrayList<>(MAX_USERS);
    while (writes.size() < MAX_USERS && !state.waiting.isEmpty()) {
      UserWrite write = state.waiting.remove();
      write.moveTo(State.BATCHED);
      writes.add(write);
    }
    Batch batch =
        new Batch(admission, call, writes, request(writes), call.batchDeadlineNanos(nowNanos));
    state.batches.add(batch);
    return batch;
  }

  private Batch.Request request(List<UserWrite> writes) {
    AttributeNames names = settings.config().attributeNames();
    Set<String> attributes = new HashSet<>(Set.of(names.single(), names.array()));
    List<String> externalIds = new ArrayList<>(writes.size());
    for (UserWrite write : writes) {
      externalIds.add(write.user().value());
      write.updates().forEach(it -> attributes.addAll(it.attributes().flags().keySet()));
    }
    return new Batch.Request(
        RequestContext.export(attributes), List.of(ExportRequest.body(externalIds)));
  }

  /** {@return the changes that add the exported audiences to the records} */
  Map<String, RecordChange> learn(Batch batch, Map<String, Map<String, Object>> profiles) {
    Instant now = settings.time().now();
    Map<String, RecordChange> learned = new LinkedHashMap<>();
    for (UserWrite write : batch.writes()) {
      String user = write.user().value();
      ReadBack read =
          membership
              .rules()
              .readBack(
                  write.updates().stream().map(PendingUpdate::attributes).toList(),
                  profiles.get(user),
                  now);
      write.readBack(read.defect().orElse(null));
      read.learned().ifPresent(change -> learned.put(user, change));
    }
    return learned;
  }

  @Override
  public void expireThrottled(long nowNanos) {
    long delay = admission.ownLimitDelayNanos(nowNanos);
    if (delay == 0) {
      return;
    }
    StopCause cause = StopCause.deadlineBeforeNextReadBack(settings.time().now().plusNanos(delay));
    for (Map.Entry<Call, CallState> entry : List.copyOf(calls.entrySet())) {
      for (Batch batch : List.copyOf(entry.getValue().batches)) {
        if (batch.isDue() && batch.deadlineNanos() - nowNanos < delay) {
          next.fail(batch, cause);
        }
      }
      if (entry.getKey().batchDeadlineNanos(nowNanos) - nowNanos < delay) {
        failWaiting(entry.getValue(), cause);
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
    return calls.values().stream().mapToInt(CallState::waitingUsers).sum();
  }

  /** Ends the read-backs of all calls if the outage has lasted too long. */
  void expireOutage(long nowNanos) {
    StopCause cause = admission.expireOutage(nowNanos);
    if (cause != null) {
      List.copyOf(calls.keySet()).forEach(call -> pause(call, cause));
    }
  }

  /** Suspends the read-backs of a call for {@link #PAUSE}. A request in flight continues. */
  void pause(Call call, StopCause cause) {
    CallState state = state(call);
    state.pauseCause = cause;
    state.pauseEndNanos = settings.time().nanoTime() + PAUSE.toNanos();
    failWaiting(state, cause);
    for (Batch batch : List.copyOf(state.batches)) {
      if (!batch.isInFlight()) {
        next.fail(batch, cause);
      }
    }
  }

  private void failWaiting(CallState state, StopCause cause) {
    List<UserWrite> writes = List.copyOf(state.waiting);
    state.waiting.clear();
    writes.forEach(write -> next.fail(write, cause));
  }

  /** Fails the waiting writes of a call. */
  void drain(Call call, StopCause cause) {
    CallState state = calls.get(call);
    if (state != null) {
      failWaiting(state, cause);
    }
  }

  /** {@return when the circuit breaker or the rate limiter has something to do, or null} */
  @Nullable Long nextWakeNanos(long nowNanos) {
    long delay = admission.ownLimitDelayNanos(nowNanos);
    Long limitEnd = delay > 0 && waitingUsers() > 0 ? Long.valueOf(nowNanos + delay) : null;
    return Times.earlier(limitEnd, admission.nextWakeNanos(nowNanos));
  }

  /** Forgets a batch that ended. */
  void release(Batch batch) {
    CallState state = calls.get(batch.call());
    if (state != null) {
      state.batches.remove(batch);
    }
  }

  /** Forgets a call that is done. */
  void release(Call call) {
    calls.remove(call);
  }

  /** Forgets everything but the requests in flight, after the engine failed. */
  void reset() {
    for (CallState state : calls.values()) {
      state.waiting.clear();
      state.batches.removeIf(batch -> !batch.isInFlight());
    }
  }
}
