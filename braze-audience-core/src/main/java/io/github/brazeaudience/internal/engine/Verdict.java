package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one exchange says about the objects that were sent in it. */
sealed interface Verdict {
  /** An error that names none of the objects, in Braze's own words, which are not to be shown. */
  record Remark(String type, @Nullable String inputArray) {}

  /**
   * Braze took the request: all objects are accepted that it did not name, or unconfirmed if it
   * reported an error that it tied to none of them.
   */
  record Delivered(Map<Integer, List<String>> named, boolean unattributed, List<Remark> remarks)
      implements Verdict {}

  /**
   * Braze told what profiles hold.
   *
   * @param profiles the custom attributes that were looked for, by external id; nothing stands here
   *     of users whom Braze does not know
   */
  record Exported(Map<String, Map<String, Object>> profiles) implements Verdict {}

  /**
   * Braze refused the request because of the objects that it names; it says nothing of the others.
   */
  record NamedRefusal(Map<Integer, List<String>> named, List<Remark> remarks) implements Verdict {}

  /** Braze refused the request and did not say because of whom. */
  record WholeRefusal(int status) implements Verdict {}

  /** The attempt came to nothing, and another one may do better. */
  record Failure(
      Reason reason,
      String message,
      boolean mayHaveArrived,
      @Nullable Duration hint,
      RateLimitHeaders.@Nullable Correction correction)
      implements Verdict {
    Failure(Reason reason, String message, boolean mayHaveArrived, @Nullable Duration hint) {
      this(reason, message, mayHaveArrived, hint, null);
    }
  }

  /** No request of this call will do better. */
  record Stop(Reason reason, String message, boolean mayHaveArrived) implements Verdict {}

  /** Whether Braze itself has judged what was sent, so that it is there and takes requests. */
  default boolean isAnswer() {
    return !(this instanceof Failure || this instanceof Stop);
  }

  /** The reason by which listeners are told, null if all went well. */
  default @Nullable Reason reason() {
    if (this instanceof Failure failure) {
      return failure.reason();
    }
    if (this instanceof Stop stop) {
      return stop.reason();
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
