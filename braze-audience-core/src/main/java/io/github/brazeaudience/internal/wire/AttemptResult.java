package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Result of one attempt of a request. */
public sealed interface AttemptResult {
  /** An error that names no object of the request, in Braze's words, which may quote user data. */
  record UnattributedError(String type, @Nullable String inputArray) {}

  /**
   * Braze accepted the request. Objects that it did not name are accepted, or unconfirmed if it
   * reported an error that may concern any of them.
   *
   * @param named the errors of each named object, by its index in the request
   * @param unattributed true if an error may concern any object
   * @param others the errors that name no object
   */
  record Delivered(
      Map<Integer, List<String>> named, boolean unattributed, List<UnattributedError> others)
      implements AttemptResult {}

  /** Braze returned profiles. Users that it does not know are missing. */
  record Exported(List<ExportedProfile> profiles) implements AttemptResult {}

  /** Braze refused the request because of the named objects; the others can be sent again. */
  record NamedRefusal(Map<Integer, List<String>> named, List<UnattributedError> others)
      implements AttemptResult {}

  /** Braze refused the request without naming an object; too long if it has too many objects. */
  record WholeRefusal(int status, boolean tooLong) implements AttemptResult {}

  /**
   * The attempt failed and can be retried.
   *
   * @param retryAfter the wait that the response asked for
   * @param correction a retry header that was corrected or ignored
   */
  record Failure(
      Reason reason,
      String message,
      boolean mayHaveArrived,
      @Nullable Duration retryAfter,
      RetryAfterHeaders.@Nullable Correction correction)
      implements AttemptResult {
    Failure(Reason reason, String message, boolean mayHaveArrived) {
      this(reason, message, mayHaveArrived, null, null);
    }
  }

  /** The attempt failed, and every other request of the call would fail too. */
  record FatalFailure(Reason reason, String message, boolean mayHaveArrived)
      implements AttemptResult {}

  /** The body could not be encoded, so nothing was sent, and no retry can change that. */
  record NotEncoded(String message) implements AttemptResult {}

  /** Returns true if Braze processed the request, whatever it decided about the objects. */
  default boolean isProcessed() {
    return !(this instanceof Failure || this instanceof FatalFailure || this instanceof NotEncoded);
  }

  default @Nullable Reason reason() {
    if (this instanceof Failure failure) {
      return failure.reason();
    }
    if (this instanceof FatalFailure failure) {
      return failure.reason();
    }
    if (this instanceof NotEncoded) {
      return Reason.CANCELLED;
    }
    if (this instanceof Delivered delivered) {
      return !delivered.named().isEmpty()
          ? Reason.NAMED_BY_BRAZE
          : delivered.unattributed() ? Reason.UNATTRIBUTED_ERROR : null;
    }
    if (this instanceof Exported) {
      return null;
    }
    return this instanceof NamedRefusal ? Reason.NAMED_BY_BRAZE : Reason.REQUEST_REFUSED;
  }
}
