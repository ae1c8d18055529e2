package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.MaxInFlightChanged;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the {@link Stages} of an engine: feeds them writes and results, and does all work that is
 * due.
 */
final class Pipeline {
  private final Stages stages;
  private final CallStopper stopper;
  private final Recovery recovery;

  Pipeline(EngineSettings settings, PayloadBuilder payload, SerialExecutor executor) {
    this.stages = new Stages(settings, payload, executor, this::responded);
    this.stopper = new CallStopper(stages);
    this.recovery = new Recovery(stages);
  }

  int maxInFlight() {
    return stages.concurrency.current();
  }

  /** {@return the number of objects in the next request; may be called from any thread} */
  int nextRequestSize() {
    return stages.requestSize.next();
  }

  /** Opens a call. Later operations repeat this, because it may have failed. */
  void open(Call call) {
    stages.scheduler.open(call);
  }

  void endOfInput(Call call) {
    call.endOfInput();
    open(call);
  }

  void accept(Call call, List<UserWrite> writes) {
    open(call);
    boolean idle = !call.hasOpenWrites();
    writes.forEach(call::add);
    stopper.expireOutageBefore(idle ? call : null);
    StopCause cause = call.stopCause();
    if (cause != null) {
      stages.lookup.fail(writes, cause);
      stages.sequencer.drain(call, cause);
    } else {
      stages.sequencer.prefetch(writes);
      writes.forEach(stages.lookup::identify);
    }
  }

  /** Lets each stage do all work that is due. */
  void pump(long now) {
    stages.sequencer.endCooldowns(now);
    stopper.expireOutage(now);
    stages.lookup.expireOutage(now);
    stages.resolver.poll(now);
    stages.scheduler.startAll(now, stages.concurrency.current());
    stopper.stopCallsInPause(now);
    stages.scheduler.expire(stages.admission.pauseEndNanos(), now);
    stages.resolver.expire(now);
    stages.scheduler.completeCalls();
  }

  /** {@return when a stage has work that becomes due by time alone, or null} */
  @Nullable Long nextWakeNanos(long now) {
    return Times.earliest(
        stages.lookup.nextWakeNanos(now),
        stages.sequencer.nextWakeNanos(),
        stages.admission.nextWakeNanos(now),
        stages.resolver.nextWakeNanos(now),
        stages.scheduler.nextWakeNanos(),
        stages.sender.nextWakeNanos());
  }

  /** Returns true if all calls are done and their records are settled. */
  boolean isDone(long now) {
    return !stages.scheduler.hasCalls() && stages.resolver.isSettled(now);
  }

  private void responded(Batch batch, long request, AttemptResult result) {
    if (batch.isTrack()) {
      adaptConcurrency(batch, request, result);
    }
    StopCause cause = stages.responses.handle(batch, request, result);
    if (cause != null) {
      stopper.stop(batch.call(), cause);
    }
  }

  private void adaptConcurrency(Batch batch, long request, AttemptResult result) {
    int before = stages.concurrency.current();
    if (result instanceof AttemptResult.Failure && !batch.isAborted()) {
      stages.concurrency.onFailure(request, stages.sender.started());
    } else if (result.isProcessed()) {
      stages.concurrency.onSuccess(request, stages.scheduler.inFlight() + 1);
    }
    int current = stages.concurrency.current();
    if (current != before) {
      MaxInFlightChanged event = new MaxInFlightChanged(before, current);
      stages.settings.listener().notify(it -> it.maxInFlightChanged(event));
    }
  }

  /** Stops the calls whose deadline has passed. */
  void stopPastDeadline(long now) {
    stopper.stopPastDeadline(now);
  }

  void stopAndAbort(Call call, StopCause cause) {
    stopper.stopAndAbort(call, cause);
  }

  void stopAndAbortAll(StopCause cause) {
    stages.scheduler.calls().forEach(call -> stopAndAbort(call, cause));
  }

  /** Abandons a request that has not ended in time. */
  void expireRequest() {
    stages.sender.expire(stages.settings.time().nanoTime());
  }

  /** Does what a lost task or timer should have done for a call. */
  void wake(Call call) {
    open(call);
    stages.sender.handleLostEnds();
    expireRequest();
  }

  /** Ends the writes that are not in flight, after a task failed. */
  void recover(StopCause cause) {
    recovery.recover(cause);
  }
}
