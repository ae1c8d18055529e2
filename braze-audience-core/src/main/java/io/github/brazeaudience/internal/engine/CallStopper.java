package io.github.brazeaudience.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * Stops calls: at their deadline, when an outage lasts too long, or on request. A stopped call gets
 * its outcomes as soon as its requests in flight have ended.
 */
final class CallStopper {
  private final Stages stages;

  CallStopper(Stages stages) {
    this.stages = stages;
  }

  /**
   * Stops the calls with open writes if an outage has expired. The timer may not have fired while
   * nothing was waiting, and an outage must not stop a call that starts after it.
   */
  void expireOutageBefore(@Nullable Call starting) {
    StopCause cause = stages.admission.expireOutage(stages.settings.time().nanoTime());
    if (cause == null) {
      return;
    }
    for (Call call : stages.scheduler.calls()) {
      if (call != starting && call.hasOpenWrites()) {
        stop(call, cause);
      }
    }
  }

  void stopPastDeadline(long now) {
    stages.scheduler.pastDeadline(now).forEach(call -> stop(call, StopCause.DEADLINE_PASSED));
  }

  /** Stops the calls whose deadline passes before Braze accepts requests again. */
  void stopCallsInPause(long now) {
    Long pauseEnd = stages.admission.pauseEndNanos();
    if (pauseEnd == null) {
      return;
    }
    for (Call call : stages.scheduler.pastDeadline(pauseEnd)) {
      stop(call, stages.admission.deadlineBefore(pauseEnd, now));
    }
  }

  /** Stops all calls if an outage has lasted too long. */
  void expireOutage(long now) {
    StopCause cause = stages.admission.expireOutage(now);
    if (cause != null) {
      stages.scheduler.calls().forEach(call -> stop(call, cause));
    }
  }

  /** Fails the writes of a call that are not in flight. Requests in flight continue. */
  void stop(Call call, StopCause cause) {
    if (call.stopCause() != null) {
      return;
    }
    call.stop(cause);
    stages.lookup.drain(call, cause);
    stages.sequencer.drain(call, cause);
    stages.resolver.drain(call, cause);
    stages.batcher.drain(call, cause);
    stages.scheduler.drain(call, cause);
  }

  /** Stops a call, and aborts its requests in flight. */
  void stopAndAbort(Call call, StopCause cause) {
    stop(call, cause);
    stages.scheduler.abort(call);
  }
}
