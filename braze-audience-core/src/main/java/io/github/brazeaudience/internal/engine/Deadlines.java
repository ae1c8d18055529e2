package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Ends what cannot start before its deadline. What gets no start has deadlines that pass all the
 * same. Confined to the mailbox.
 */
final class Deadlines {
  /** Nothing was tried before it. */
  static final DeliveryCall.Stop PASSED =
      new DeliveryCall.Stop(
          Reason.DEADLINE, "the deadline passed before a first attempt; forward it again");

  /**
   * The least time before the deadline in which an attempt may start: an exchange that the deadline
   * cuts off may have arrived, so it would turn "not sent" into "unconfirmed".
   */
  static final Duration SHORTEST_ATTEMPT = Duration.ofSeconds(1);

  /** The same as a part of the deadline, where that is shorter. */
  private static final int SHORTEST_PART = 10;

  private final Collection<DeliveryCall> calls;
  private final DueBatches due;
  private final Endings endings;
  private final OutageGate gate;
  private final Alarm alarm;
  private final TimeSource time;
  private final RetryPolicy policy;

  Deadlines(
      Collection<DeliveryCall> calls,
      DueBatches due,
      Endings endings,
      OutageGate gate,
      Alarm alarm,
      TimeSource time,
      RetryPolicy policy) {
    this.calls = calls;
    this.due = due;
    this.endings = endings;
    this.gate = gate;
    this.alarm = alarm;
    this.time = time;
    this.policy = policy;
  }

  /**
   * The last time at which an attempt of a batch may start: as long before the deadline as the last
   * attempt took, and at least {@link #SHORTEST_ATTEMPT}. Where there is nothing to lose it is just
   * before the deadline.
   */
  static long lastStartNanos(Batch batch, RetryPolicy policy) {
    if (batch.hasNothingToLose()) {
      return batch.deadlineNanos() - 1;
    }
    long part = policy.deadline().toNanos() / SHORTEST_PART;
    long shortest = Math.min(SHORTEST_ATTEMPT.toNanos(), part);
    return batch.deadlineNanos() - Math.max(shortest, batch.lastTook().toNanos());
  }

  /** A call that has one for all of its writes has come to it. */
  void passed(DeliveryCall call) {
    if (calls.contains(call)) {
      endings.stop(call, PASSED);
    }
  }

  /**
   * Ends a batch that may not start now.
   *
   * @param waitNanos how long it has to wait for the limiter
   * @return false if it may start by then
   */
  boolean isTooLong(Batch batch, long waitNanos, long now) {
    if (waitNanos == 0 || waitNanos <= lastStartNanos(batch, policy) - now) {
      return false;
    }
    endings.giveUp(batch, tooLong(waitNanos));
    return true;
  }

  /** Whether a batch is too close to its deadline to start, which ends it. */
  boolean isPast(Batch batch, long now) {
    if (lastStartNanos(batch, policy) - now >= 0) {
      return false;
    }
    endings.giveUp(batch, PASSED);
    return true;
  }

  /**
   * Ends what waits too long, also for a pause that Braze has ordered, and calls whose timer did
   * not end them; watches the rest.
   */
  void expire(long now) {
    Long pauseEnd = gate.pauseEndNanos();
    if (pauseEnd != null) {
      endInPause(pauseEnd, tooLong(pauseEnd - now));
    }
    for (DeliveryCall call : calls) {
      if (call.deadlineIsBefore(now)) {
        endings.stop(call, PASSED);
      }
    }
    for (Batch batch : due.all()) {
      if (!isPast(batch, now)) {
        alarm.set(lastStartNanos(batch, policy) + 1, now);
      }
    }
  }

  private void endInPause(long pauseEnd, DeliveryCall.Stop tooLong) {
    for (DeliveryCall call : List.copyOf(calls)) {
      if (call.deadlineIsBefore(pauseEnd)) {
        endings.stop(call, tooLong);
      }
    }
    for (Batch batch : due.all()) {
      if (lastStartNanos(batch, policy) - pauseEnd < 0) {
        endings.giveUp(batch, tooLong);
      }
    }
  }

  private DeliveryCall.Stop tooLong(long waitNanos) {
    Instant retryAt = time.now().plusNanos(waitNanos);
    return new DeliveryCall.Stop(
        Reason.DEADLINE,
        "the deadline passes before Braze takes requests again; forward it again later",
        retryAt);
  }
}
