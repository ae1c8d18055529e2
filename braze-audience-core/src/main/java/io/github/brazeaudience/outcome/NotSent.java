package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The update did not reach Braze, and the data is not at fault. Send it again as it is. */
public final class NotSent extends BasicOutcome implements UserOutcome {
  private final @Nullable Instant retryAt;

  private NotSent(
      long index,
      AudienceUpdate update,
      int attempts,
      Reason reason,
      String message,
      @Nullable Instant retryAt) {
    super(index, update, attempts, reason, message);
    this.retryAt = retryAt;
  }

  /**
   * Creates an outcome for the forwarder or a test; {@link UserOutcome} describes the values.
   *
   * @param retryAt the earliest time to send it again, if known
   */
  public static NotSent of(
      long index,
      AudienceUpdate update,
      int attempts,
      Reason reason,
      String message,
      @Nullable Instant retryAt) {
    return new NotSent(index, update, attempts, reason, message, retryAt);
  }

  /** Returns the earliest time to send the update again, if Braze or the backoff gave one. */
  public Optional<Instant> retryAt() {
    return Optional.ofNullable(retryAt);
  }
}
