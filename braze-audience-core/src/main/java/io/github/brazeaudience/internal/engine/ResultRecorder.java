package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.internal.engine.AttemptHistory.Failed;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.AttemptResult.Delivered;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.internal.wire.AttemptResult.NamedRefusal;
import io.github.brazeaudience.internal.wire.AttemptResult.NotEncoded;
import io.github.brazeaudience.internal.wire.AttemptResult.UnattributedError;
import io.github.brazeaudience.internal.wire.AttemptResult.WholeRefusal;
import io.github.brazeaudience.internal.wire.ErrorRedactor;
import io.github.brazeaudience.internal.wire.TrackResponseParser;
import io.github.brazeaudience.outcome.BrazeError;
import io.github.brazeaudience.outcome.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records the result of a request on its writes and its call. */
final class ResultRecorder {
  private static final String REFUSED_ALONE =
      "Braze returned %d to a request with only this user; check the data of this user";
  private static final String DEVICE_REFUSED =
      "Braze returned %d to the lookup of a device of this user; check the device ids of this user";
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

  private final RestApiKey key;

  ResultRecorder(RestApiKey key) {
    this.key = key;
  }

  /**
   * Records a result on each write of a batch. Also used after the engine failed while it handled
   * the result.
   *
   * @param retryAt when Braze accepts requests again, if its rate limit is used up
   */
  void recordResult(Batch batch, AttemptResult result, @Nullable Instant retryAt) {
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
        recordNamed(write, errors, result instanceof Delivered, sensitive);
      } else {
        recordUnnamed(write, result, batch, retryAt);
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

  private static void recordNamed(
      UserWrite write, List<String> errors, boolean delivered, List<String> sensitive) {
    if (TrackResponseParser.arePushTokenErrors(errors) && write.canDropPushTokens()) {
      // The rest of the object may have been written if the request was accepted.
      write.attemptFailed(new Failed(Reason.NAMED_BY_BRAZE, NAMED_FOR_TOKENS, null), delivered);
      write.dropPushTokens();
    } else {
      String message =
          "Braze named this user: " + ErrorRedactor.redact(String.join("; ", errors), sensitive);
      write.complete(WriteResult.rejected(Reason.NAMED_BY_BRAZE, message));
    }
  }

  private static void recordUnnamed(
      UserWrite write, AttemptResult result, Batch batch, @Nullable Instant retryAt) {
    boolean lookup = !batch.isTrack();
    boolean alone = lookup || batch.writes().size() == 1;
    if (result instanceof Delivered delivered) {
      write.complete(
          delivered.unattributed()
              ? WriteResult.unconfirmed(Reason.UNATTRIBUTED_ERROR, UNATTRIBUTED)
              : WriteResult.ACCEPTED);
    } else if (result instanceof NamedRefusal) {
      write.attemptFailed(new Failed(Reason.REQUEST_REFUSED, REFUSED_FOR_OTHERS, null), false);
    } else if (result instanceof WholeRefusal refusal) {
      String message =
          String.format(
              Locale.ROOT,
              lookup ? DEVICE_REFUSED : alone ? REFUSED_ALONE : REFUSED_WITH_OTHERS,
              refusal.status());
      if (alone) {
        write.complete(WriteResult.rejected(Reason.REQUEST_REFUSED, message));
      } else {
        write.attemptFailed(new Failed(Reason.REQUEST_REFUSED, message, null), false);
      }
    } else if (result instanceof Failure failure) {
      boolean rateLimited = failure.reason() == Reason.RATE_LIMITED;
      write.attemptFailed(
          new Failed(failure.reason(), failure.message(), rateLimited ? retryAt : null),
          failure.mayHaveArrived());
    } else if (result instanceof FatalFailure failure) {
      write.attemptFailed(
          new Failed(failure.reason(), failure.message(), null), failure.mayHaveArrived());
    } else if (result instanceof NotEncoded failure) {
      write.attemptFailed(new Failed(Reason.CANCELLED, failure.message(), null), false);
    }
  }

  /** Adds the errors that name no user to the report, redacted because they may quote user data. */
  void recordErrors(Batch batch, List<UnattributedError> errors) {
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
    return Stream.concat(Stream.of(key.reveal()), batch.sensitiveValues().stream()).toList();
  }
}
