package io.github.brazeaudience.delivery;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.TimeSource;
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

  private final Collection<DeliveryCall> calls;
  private final DueBatches due;
  private final Endings endings;
  private final OutageGate gate;
  private final Alarm alarm;
  private final TimeSource time;

  Deadlines(
      Collection<DeliveryCall> calls,
      DueBatches due,
      Endings endings,
      OutageGate gate,
      Alarm alarm,
      TimeSource time) {
    this.calls = calls;
    this.due = due;
    this.endings = endings;
    this.gate = gate;
    this.alarm = alarm;
    this.time = time;
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
    if (waitNanos == 0 || waitNanos <= batch.deadlineNanos() - now) {
      return false;
    }
    endings.giveUp(batch, tooLong(waitNanos));
    return true;
  }

  /** Whether a batch is past its deadline, which ends it. */
  boolean isPast(Batch batch, long now) {
    if (batch.deadlineNanos() - now > 0) {
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
        alarm.set(batch.deadlineNanos(), now);
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
      if (batch.deadlineNanos() - pauseEnd <= 0) {
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
