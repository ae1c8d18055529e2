package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.event.RedeliveryScheduled;
import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Redelivers updates that were not sent or not confirmed, in the order of their user, after a
 * backoff per user. Guarded by the queue's lock.
 */
final class OrderedRedelivery implements Redelivery {
  private static final System.Logger LOGGER = System.getLogger(AudienceQueue.class.getName());

  private final Object lock;
  private final Queue queue;
  private final CallContext context;
  private final RedeliveryPolicy policy;
  private final RandomGenerator random;
  private final Map<Object, UserLane> lanes = new HashMap<>();
  private final Map<Long, UserLane.Entry> entries = new HashMap<>();
  private final PriorityQueue<UserLane> backingOff =
      new PriorityQueue<>((a, b) -> Long.compare(nanosLeft(a), nanosLeft(b)));
  private final long originNanos;
  private @Nullable ScheduledTask timer;
  private long timerNanos;
  private boolean closed;

  OrderedRedelivery(
      Object lock,
      Queue queue,
      CallContext context,
      RedeliveryPolicy policy,
      RandomGenerator random) {
    this.lock = lock;
    this.queue = queue;
    this.context = context;
    this.policy = policy;
    this.random = random;
    this.originNanos = context.nanoTime();
  }

  /** The clock may overflow, so times are compared from a common origin. */
  private long nanosLeft(UserLane lane) {
    Long due = lane.dueNanos();
    return due == null ? 0 : due - originNanos;
  }

  @Override
  public void accept(long index, AudienceUpdate update) {
    UserLane lane = lanes.computeIfAbsent(user(update), UserLane::new);
    UserLane.Entry entry = lane.add(index, update);
    try {
      entries.put(index, entry);
    } catch (Throwable e) {
      // The caller gets it, and the update was not added.
      lane.remove(entry);
      throw e;
    }
    releaseDue();
    if (lane.isOpen(queue.bufferNumber())) {
      handOver(lane);
    }
  }

  /** The user's identifier. An update that is rejected on its own has no user. */
  private Object user(AudienceUpdate update) {
    return context.payload().build(update) instanceof UserAttributes attributes
        ? attributes.identifier()
        : new Object();
  }

  private void handOver(UserLane lane) {
    lane.handOver(queue.bufferNumber());
    for (UserLane.Entry next = lane.next(); next != null; next = lane.next()) {
      deliver(next);
    }
    lane.handedOver();
    proceed(lane);
  }

  /** Delivers an update. If the queue cannot take it, that is a failed delivery. */
  private void deliver(UserLane.Entry entry) {
    try {
      queue.deliver(entry.index, entry.update);
    } catch (Throwable e) {
      // For example, memory ran out.
      SafeLog.warn(LOGGER, "a queue could not deliver an update; it waits", e);
      String message =
          "the queue could not deliver this update (%s); forward it again"
              .formatted(e.getClass().getSimpleName());
      entry.ended(NotSent.of(entry.index, entry.update, 0, Reason.CANCELLED, message, null));
    }
  }

  @Override
  public void ended(UserOutcome outcome) {
    synchronized (lock) {
      UserLane.Entry entry = entries.get(outcome.index());
      if (entry == null) {
        queue.report(outcome);
        return;
      }
      entry.ended(outcome);
      proceed(entry.lane);
      releaseDue();
    }
  }

  /** Reports the final outcomes, and keeps the other updates. Has no effect if all is done. */
  private void proceed(UserLane lane) {
    for (UserLane.Entry next = reportable(lane); next != null; next = reportable(lane)) {
      entries.remove(next.index);
      UserOutcome outcome = next.outcome();
      if (outcome != null) {
        queue.report(outcome);
      }
    }
    if (lane.hasFailed()) {
      backOff(lane);
    } else if (lane.waiting() > 0 && lane.isOpen(queue.bufferNumber())) {
      handOver(lane);
    }
    removeIfEmpty(lane);
  }

  private UserLane.@Nullable Entry reportable(UserLane lane) {
    return closed ? lane.nextEnded() : lane.nextFinal();
  }

  private void removeIfEmpty(UserLane lane) {
    if (lane.isEmpty()) {
      lanes.remove(lane.user());
    }
  }

  private void backOff(UserLane lane) {
    UserOutcome first = lane.failure();
    Duration delay =
        RedeliveryRules.delay(
            policy, lane.waitAgain(), first, context.settings().time().now(), random);
    lane.backOffUntil(context.nanoTime() + delay.toNanos());
    backingOff.add(lane);
    RedeliveryScheduled event =
        new RedeliveryScheduled(lane.waiting(), delay, first.reason().orElseThrow());
    context.settings().listener().notify(it -> it.redeliveryScheduled(event));
    connect();
    setTimer();
  }

  private void connect() {
    try {
      queue.connect();
    } catch (Throwable e) {
      SafeLog.warn(LOGGER, "a queue could not open its call; the next delivery opens it", e);
    }
  }

  private void releaseDue() {
    long now = context.nanoTime();
    for (UserLane next = backingOff.peek(); next != null; next = backingOff.peek()) {
      Long due = next.dueNanos();
      if (due != null && due - now > 0) {
        break;
      }
      backingOff.remove();
      handOver(next);
    }
    setTimer();
  }

  /** Sets the timer to the earliest backoff. If that fails, the next update or outcome sets it. */
  private void setTimer() {
    UserLane next = backingOff.peek();
    Long due = next == null ? null : next.dueNanos();
    if (due == null || (timer != null && timerNanos - due <= 0)) {
      return;
    }
    try {
      ScheduledTask before = timer;
      Duration delay = Duration.ofNanos(Math.max(0, due - context.nanoTime()));
      timer = context.settings().environment().scheduler().schedule(this::timerFired, delay);
      timerNanos = due;
      if (before != null) {
        before.cancel();
      }
    } catch (Throwable e) {
      SafeLog.warn(LOGGER, "the scheduler rejected a redelivery; the next update repeats it", e);
    }
  }

  private void timerFired() {
    synchronized (lock) {
      timer = null;
      releaseDue();
    }
  }

  @Override
  public void close() {
    closed = true;
    backingOff.clear();
    List<UserLane> all = new ArrayList<>(lanes.values());
    for (UserLane lane : all) {
      proceed(lane);
      handOver(lane);
    }
  }
}
