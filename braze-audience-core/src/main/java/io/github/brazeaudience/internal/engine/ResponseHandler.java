package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.MaxObjectsChanged;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.internal.resilience.RequestSizeLimit;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.AttemptResult.Delivered;
import io.github.brazeaudience.internal.wire.AttemptResult.Exported;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.internal.wire.AttemptResult.NamedRefusal;
import io.github.brazeaudience.internal.wire.AttemptResult.NotEncoded;
import io.github.brazeaudience.internal.wire.AttemptResult.WholeRefusal;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Handles the result of an attempt: completes, retries or splits the batch, or stops the call. */
final class ResponseHandler {
  private final EngineSettings settings;
  private final BatchScheduler scheduler;
  private final BatchSplitter splitter;
  private final RequestSizeLimit size;
  private final Completer completer;
  private final ResultRecorder results;

  ResponseHandler(
      EngineSettings settings,
      BatchScheduler scheduler,
      BatchSplitter splitter,
      RequestSizeLimit size,
      Completer completer) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.splitter = splitter;
    this.size = size;
    this.completer = completer;
    this.results = new ResultRecorder(settings.config().restApiKey());
  }

  /**
   * Handles a result.
   *
   * @param request the number of the request
   * @return why the call has to stop, or null if it continues
   */
  @Nullable StopCause handle(Batch batch, long request, AttemptResult result) {
    int before = size.current();
    StopCause cause = handleResult(batch, request, result);
    int now = size.current();
    if (now != before) {
      MaxObjectsChanged event = new MaxObjectsChanged(before, now);
      settings.listener().notify(it -> it.maxObjectsChanged(event));
    }
    return cause;
  }

  private @Nullable StopCause handleResult(Batch batch, long request, AttemptResult result) {
    if (result.isProcessed()) {
      batch.admission().onSuccess(batch);
    }
    if (result instanceof Delivered delivered) {
      size.onAccepted(batch.writes().size());
      results.recordErrors(batch, delivered.others());
      completeDecided(batch, delivered);
    } else if (result instanceof Exported exported) {
      scheduler.release(batch);
      batch.source().exported(batch, exported.profiles());
    } else if (result instanceof NamedRefusal refusal) {
      results.recordErrors(batch, refusal.others());
      completeDecided(batch, refusal);
    } else if (result instanceof WholeRefusal refusal && !batch.isTrack()) {
      rejectAll(batch, refusal);
    } else if (result instanceof WholeRefusal refusal) {
      return batch.writes().size() == 1 ? reject(batch, refusal) : split(batch, request, refusal);
    } else if (result instanceof Failure failure) {
      retry(batch, request, failure);
    } else if (result instanceof FatalFailure failure) {
      return failFatally(batch, failure);
    } else if (result instanceof NotEncoded failure) {
      failNotEncoded(batch, failure);
    }
    return null;
  }

  /** Completes the decided writes of a batch, and sends the others again in a new batch. */
  private void completeDecided(Batch batch, AttemptResult result) {
    scheduler.release(batch);
    results.recordResult(batch, result, null);
    List<UserWrite> undecided = new ArrayList<>();
    long now = settings.time().nanoTime();
    for (UserWrite write : batch.writes()) {
      if (write.isDone()) {
        completer.complete(write, now);
      } else {
        undecided.add(write);
      }
    }
    if (undecided.isEmpty()) {
      splitter.ended(batch, isEvidenceOfLength(batch, result));
      return;
    }
    Batch next = splitter.remainder(batch, undecided);
    StopCause stopCause = batch.call().stopCause();
    if (stopCause != null) {
      scheduler.fail(next, stopCause);
    } else {
      scheduler.acceptFirst(List.of(next));
    }
  }

  /**
   * Returns true if the batch that this one is a part of was not refused because of one of these
   * users. A server that names users in requests of several users would have named them there too.
   */
  private static boolean isEvidenceOfLength(Batch batch, AttemptResult result) {
    return result.reason() == null || (result instanceof Delivered && batch.writes().size() > 1);
  }

  private @Nullable StopCause reject(Batch batch, WholeRefusal refusal) {
    scheduler.release(batch);
    results.recordResult(batch, refusal, null);
    if (refusal.tooLong()) {
      size.onTooLong(1);
    }
    completer.complete(batch.writes().get(0));
    return splitter.refusedAlone(batch) ? StopCause.requestInvalid(refusal.status()) : null;
  }

  /** Rejects the writes of a lookup, which all have the refused device. */
  private void rejectAll(Batch batch, WholeRefusal refusal) {
    scheduler.release(batch);
    results.recordResult(batch, refusal, null);
    batch.writes().forEach(completer::complete);
  }

  private @Nullable StopCause split(Batch batch, long request, WholeRefusal refusal) {
    scheduler.release(batch);
    results.recordResult(batch, refusal, null);
    StopCause stopCause = batch.call().stopCause();
    if (stopCause != null) {
      scheduler.fail(batch, stopCause);
      return null;
    }
    settings
        .listener()
        .notify(
            it -> it.batchSplit(new BatchSplit(request, batch.writes().size(), refusal.status())));
    int objects = batch.writes().size();
    if (refusal.tooLong()) {
      size.onTooLong(objects);
      scheduler.acceptFirst(List.of(batch.refusedAsTooLong(objects)));
    } else {
      size.onRefused(objects);
      scheduler.acceptFirst(splitter.halve(batch));
    }
    return null;
  }

  /** Retries a batch after its backoff, or fails it if it has no attempt left. */
  private void retry(Batch batch, long request, Failure failure) {
    RetryPolicy policy = settings.retryPolicy();
    Admission admission = batch.admission();
    long now = settings.time().nanoTime();
    Duration retryAfter = failure.retryAfter();
    boolean throttled = failure.reason() == Reason.RATE_LIMITED;
    if (throttled && retryAfter != null) {
      admission.limiters().pauseAllForwarders(retryAfter, now);
    }
    Duration delay =
        policy.backoff(batch.failures() + 1, throttled, settings.environment().random());
    if (retryAfter != null && retryAfter.compareTo(delay) > 0) {
      delay = retryAfter;
    }
    Instant retryAt = settings.time().now().plus(delay);
    StopCause stopCause = batch.call().stopCause();
    Failure recorded = stopCause != null ? causedBy(stopCause, batch, failure) : failure;
    results.recordResult(batch, recorded, retryAt);
    boolean probe = admission.isProbe(batch);
    if (stopCause != null) {
      admission.onAbandoned(batch);
    } else {
      admission.onFailure(batch, failure, now);
      if (probe) {
        scheduler.acceptLast(batch);
        return;
      }
    }
    batch.failed();
    boolean tooLate = now + delay.toNanos() - admission.lastStartNanos(batch) > 0;
    if (stopCause != null || tooLate || batch.failures() >= policy.maxAttempts()) {
      scheduler.fail(
          batch, new StopCause(recorded.reason(), recorded.message(), tooLate ? retryAt : null));
      splitter.ended(batch, false);
      return;
    }
    RetryScheduled event =
        new RetryScheduled(request, batch.attempts() + 1, delay, failure.reason());
    settings.listener().notify(it -> it.retryScheduled(event));
    scheduler.acceptAfter(batch, delay, now);
  }

  /**
   * If the exchange was aborted because its call stopped, the failure gets the cause of the stop.
   */
  private static Failure causedBy(StopCause stopCause, Batch batch, Failure failure) {
    return batch.isAborted() && !failure.mayHaveArrived()
        ? new Failure(stopCause.reason(), stopCause.message(), false, null, null)
        : failure;
  }

  /** Fails a batch that cannot be sent. The other batches of the call are not concerned. */
  private void failNotEncoded(Batch batch, NotEncoded failure) {
    batch.admission().onAbandoned(batch);
    results.recordResult(batch, failure, null);
    scheduler.fail(batch, new StopCause(Reason.CANCELLED, failure.message()));
    splitter.ended(batch, false);
  }

  private @Nullable StopCause failFatally(Batch batch, FatalFailure failure) {
    batch.admission().onAbandoned(batch);
    results.recordResult(batch, failure, null);
    StopCause cause = new StopCause(failure.reason(), failure.message());
    scheduler.fail(batch, cause);
    if (!batch.isTrack()) {
      batch.source().suspend(batch.call(), cause);
      return null;
    }
    // The other writes of the call were not sent, so NO_ANSWER would be wrong for them.
    Reason reason = failure.mayHaveArrived() ? Reason.UNREACHABLE : failure.reason();
    return new StopCause(reason, failure.message());
  }
}
