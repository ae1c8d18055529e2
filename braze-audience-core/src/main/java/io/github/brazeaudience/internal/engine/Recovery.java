package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.wire.AttemptResult;
import java.util.ArrayList;
import java.util.List;

/** Recovery of an engine after a task failed: ends the writes and resets the stages. */
final class Recovery {
  private final Stages stages;
  private final ResultRecorder results;

  Recovery(Stages stages) {
    this.stages = stages;
    this.results = new ResultRecorder(stages.settings.config().restApiKey());
  }

  /**
   * Ends all writes that are not in flight, after a task failed and a write may be between two
   * stages. Relies on three invariants that hold after any failure: {@link OpenWrites} contains
   * each write until it is reported; the result of a request is kept until it is recorded on all
   * writes; requests in flight keep their timeout.
   */
  void recover(StopCause cause) {
    recordUnhandledResult();
    stages.scheduler.reset();
    stages.batcher.reset();
    stages.lookup.reset();
    stages.resolver.reset();
    List<UserWrite> open = new ArrayList<>();
    for (Call call : stages.scheduler.calls()) {
      call.reset();
      call.forEachOpen(open::add);
    }
    stages.sequencer.reset(
        open.stream()
            .filter(UserWrite::isIdentified)
            .filter(write -> write.isInFlight() || write.attempts() > 0)
            .toList());
    failAll(open, cause);
    stages.sender.handleLostEnds();
    stages.scheduler.completeCalls();
  }

  private void recordUnhandledResult() {
    Batch batch = stages.sender.handling();
    AttemptResult result = stages.sender.handlingResult();
    if (batch != null && result != null) {
      results.recordResult(batch, result, stages.settings.time().now());
    }
    stages.sender.handled();
  }

  private void failAll(List<UserWrite> writes, StopCause cause) {
    Throwable failed = null;
    for (UserWrite write : writes) {
      try {
        if (!write.isInFlight()) {
          fail(write, cause);
        }
      } catch (Throwable e) {
        // Includes errors; the other writes are ended first, and recovery is tried again.
        failed = e;
      }
    }
    if (failed != null) {
      throw new IllegalStateException("not all writes could be ended", failed);
    }
  }

  private void fail(UserWrite write, StopCause cause) {
    if (!write.isDone()) {
      write.fail(cause);
    }
    stages.resolver.settleLater(write);
    stages.sequencer.release(write, stages.settings.time().nanoTime());
    write.call().report(write);
  }
}
