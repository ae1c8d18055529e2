package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.internal.engine.UserWrite.FailedAttempt;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.AttemptResult.Delivered;
import io.github.brazeaudience.internal.wire.AttemptResult.Exported;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.internal.wire.AttemptResult.NamedRefusal;
import io.github.brazeaudience.internal.wire.AttemptResult.UnattributedError;
import io.github.brazeaudience.internal.wire.AttemptResult.WholeRefusal;
import io.github.brazeaudience.internal.wire.ErrorRedactor;
import io.github.brazeaudience.internal.wire.TrackResponseParser;
import io.github.brazeaudience.outcome.BrazeError;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Handles the result of an attempt: settles, retries or splits the batch, or stops the call. */
final class ResponseHandler {
  private static final String REFUSED_ALONE =
      "Braze returned %d to a request with only this user; check the data of this user";
  private static final String REFUSED_WITH_OTHERS =
      "Braze returned %d to a request with this user and others";
  private static final String REFUSED_FOR_OTHERS =
      "Braze refused a request with this user because of others, and there was no time for another"
          + " one; forward it again";
  private static final String NAMED_FOR_TOKENS =
      "Braze named the push tokens of this user, and the rest could not be sent again without them;"
          + " forward it again";
  private static final String UNATTRIBUTED =
      "Braze reported an error without naming a user of the request; forward it again";

  private final EngineSettings settings;
  private final BatchScheduler scheduler;
  private final BatchSplitter splitter;
  private final Completer completer;
  private final WriteResolver resolver;

  ResponseHandler(
      EngineSettings settings,
      BatchScheduler scheduler,
      BatchSplitter splitter,
      Completer completer,
      WriteResolver resolver) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.splitter = splitter;
    this.completer = completer;
    this.resolver = resolver;
  }

  /**
   * Handles a result.
   *
   * @param request the number of the request
   * @return why the call has to stop, or null if it goes on
   */
  @Nullable StopCause handle(Batch batch, long request, AttemptResult result) {
    if (result.isProcessed()) {
      batch.admission().onSuccess(batch);
    }
    if (result instanceof Delivered delivered) {
      addErrors(batch, delivered.others());
      settle(batch, delivered);
    } else if (result instanceof Exported exported) {
      scheduler.release(batch);
      resolver.readBack(batch, exported.profiles());
    } else if (result instanceof NamedRefusal refusal) {
      addErrors(batch, refusal.others());
      settle(batch, refusal);
    } else if (result instanceof WholeRefusal refusal) {
      return batch.writes().size() == 1 ? reject(batch, refusal) : split(batch, request, refusal);
    } else if (result instanceof Failure failure) {
      retry(batch, request, failure);
    } else if (result instanceof FatalFailure failure) {
      return stop(batch, failure);
    }
    return null;
  }

  private void addErrors(Batch batch, List<UnattributedError> errors) {
    List<String> sensitive = errors.isEmpty() ? List.of() : sensitiveValues(batch);
    batch
        .call()
        .addErrors(
            errors.stream()
                .map(
                    error ->
                        BrazeError.of(
                            ErrorRedactor.redact(error.type(), sensitive), error.inputArray())));
  }

  private List<String> sensitiveValues(Batch batch) {
    String key = settings.config().restApiKey().reveal();
    return Stream.concat(Stream.of(key), batch.sensitiveValues().stream()).toList();
  }

  /** Completes the decided writes of a batch, and sends the others again in a new batch. */
  private void settle(Batch batch, AttemptResult result) {
    scheduler.release(batch);
    noteResult(batch, result, null);
    List<UserWrite> undecided = new ArrayList<>();
    for (UserWrite write : batch.writes()) {
      if (write.isDone()) {
        completer.complete(write);
      } else {
        undecided.add(write);
      }
    }
    if (undecided.isEmpty()) {
      splitter.ended(batch);
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
   * Notes on each write of a batch what a result means for it, and does nothing else. Also used
   * after the engine failed while it handled the result.
   *
   * @param retryAt when Braze accepts requests again, if its rate limit is used up
   */
  void noteResult(Batch batch, AttemptResult result, @Nullable Instant retryAt) {
    List<UserWrite> writes = batch.writes();
    Map<Integer, List<String>> named = named(result);
    List<String> sensitive = named.isEmpty() ? List.of() : sensitiveValues(batch);
    for (int i = 0; i < writes.size(); i++) {
      UserWrite write = writes.get(i);
      if (!write.isInFlight() || write.isDone()) {
        continue;
      }
      List<String> errors = named.get(i);
      if (errors != null) {
        noteNamed(write, errors, result instanceof Delivered, sensitive);
      } else {
        noteUnnamed(write, result, writes.size() == 1, retryAt);
      }
      write.requestEnded();
    }
  }

  private static Map<Integer, List<String>> named(AttemptResult result) {
    if (result instanceof Delivered delivered) {
      return delivered.named();
    }
    return result instanceof NamedRefusal refusal ? refusal.named() : Map.of();
  }

  private static void noteNamed(
      UserWrite write, List<String> errors, boolean delivered, List<String> sensitive) {
    if (TrackResponseParser.arePushTokenErrors(errors) && write.canDropPushTokens()) {
      // If the request was accepted, the rest of the object may have been written.
      write.attemptFailed(
          new FailedAttempt(Reason.NAMED_BY_BRAZE, NAMED_FOR_TOKENS, null), delivered);
      write.dropPushTokens();
    } else {
      String message =
          "Braze named this user: " + ErrorRedactor.redact(String.join("; ", errors), sensitive);
      write.complete(WriteOutcomes.rejected(write, Reason.NAMED_BY_BRAZE, message));
    }
  }

  private static void noteUnnamed(
      UserWrite write, AttemptResult result, boolean alone, @Nullable Instant retryAt) {
    if (result instanceof Delivered delivered) {
      write.complete(
          delivered.unattributed()
              ? WriteOutcomes.unconfirmed(write, Reason.UNATTRIBUTED_ERROR, UNATTRIBUTED)
              : WriteOutcomes.accepted(write));
    } else if (result instanceof NamedRefusal) {
      write.attemptFailed(
          new FailedAttempt(Reason.REQUEST_REFUSED, REFUSED_FOR_OTHERS, null), false);
    } else if (result instanceof WholeRefusal refusal) {
      String message =
          String.format(Locale.ROOT, alone ? REFUSED_ALONE : REFUSED_WITH_OTHERS, refusal.status());
      if (alone) {
        write.complete(WriteOutcomes.rejected(write, Reason.REQUEST_REFUSED, message));
      } else {
        write.attemptFailed(new FailedAttempt(Reason.REQUEST_REFUSED, message, null), false);
      }
    } else if (result instanceof Failure failure) {
      boolean rateLimited = failure.reason() == Reason.RATE_LIMITED;
      write.attemptFailed(
          new FailedAttempt(failure.reason(), failure.message(), rateLimited ? retryAt : null),
          failure.mayHaveArrived());
    } else if (result instanceof FatalFailure failure) {
      write.attemptFailed(
          new FailedAttempt(failure.reason(), failure.message(), null), failure.mayHaveArrived());
    }
  }

  private @Nullable StopCause reject(Batch batch, WholeRefusal refusal) {
    scheduler.release(batch);
    noteResult(batch, refusal, null);
    completer.complete(batch.writes().get(0));
    return splitter.refusedAlone(batch) ? StopCause.requestInvalid(refusal.status()) : null;
  }

  private @Nullable StopCause split(Batch batch, long request, WholeRefusal refusal) {
    scheduler.release(batch);
    noteResult(batch, refusal, null);
    StopCause stopCause = batch.call().stopCause();
    if (stopCause != null) {
      scheduler.fail(batch, stopCause);
      return null;
    }
    settings
        .listener()
        .notify(
            it -> it.batchSplit(new BatchSplit(request, batch.writes().size(), refusal.status())));
    scheduler.acceptFirst(splitter.split(batch));
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
      admission.pauseFor(retryAfter, now);
    }
    Duration delay =
        policy.backoff(batch.failures() + 1, throttled, settings.environment().random());
    if (retryAfter != null && retryAfter.compareTo(delay) > 0) {
      delay = retryAfter;
    }
    Instant retryAt = settings.time().now().plus(delay);
    StopCause stopCause = batch.call().stopCause();
    Failure noted = stopCause != null ? causedBy(stopCause, batch, failure) : failure;
    noteResult(batch, noted, retryAt);
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
          batch, new StopCause(noted.reason(), noted.message(), tooLate ? retryAt : null));
      splitter.ended(batch);
      return;
    }
    RetryScheduled event =
        new RetryScheduled(request, batch.attempts() + 1, delay, failure.reason());
    settings.listener().notify(it -> it.retryScheduled(event));
    scheduler.acceptAfter(batch, delay, now);
  }

  /** An exchange that was aborted because its call stopped fails for the cause of the stop. */
  private static Failure causedBy(StopCause stopCause, Batch batch, Failure failure) {
    return batch.isAborted() && !failure.mayHaveArrived()
        ? new Failure(stopCause.reason(), stopCause.message(), false, null, null)
        : failure;
  }

  private @Nullable StopCause stop(Batch batch, FatalFailure failure) {
    batch.admission().onAbandoned(batch);
    noteResult(batch, failure, null);
    StopCause cause = new StopCause(failure.reason(), failure.message());
    scheduler.fail(batch, cause);
    if (!batch.isTrack()) {
      resolver.failReadBack(batch.call(), cause);
      return null;
    }
    Reason reason = failure.mayHaveArrived() ? Reason.UNREACHABLE : failure.reason();
    return new StopCause(reason, failure.message());
  }
}
