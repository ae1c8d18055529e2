package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nothing is wrong with the update, and it never reached Braze. Send it again as it is. */
public final class NotSent implements UserOutcome {
  private final long index;
  private final AudienceUpdate update;
  private final int attempts;
  private final Reason reason;
  private final String message;
  private final @Nullable Instant retryAt;

  private NotSent(
      long index,
      AudienceUpdate update,
      int attempts,
      Reason reason,
      String message,
      @Nullable Instant retryAt) {
    this.index = index;
    this.update = Objects.requireNonNull(update, "update");
    this.attempts = attempts;
    this.reason = Objects.requireNonNull(reason, "reason");
    this.message = MessageText.of(message);
    this.retryAt = retryAt;
  }

  /**
   * An outcome; the forwarder makes them, and tests of code that reads them.
   *
   * @param index the place of the update among the inputs of its call
   * @param update the update
   * @param attempts how many requests with this update in them were started
   * @param reason why
   * @param message what happened and what to do about it
   * @param retryAt the earliest time to come back, if it is known
   * @return the outcome
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

  @Override
  public long index() {
    return index;
  }

  @Override
  public AudienceUpdate update() {
    return update;
  }

  @Override
  public int attempts() {
    return attempts;
  }

  @Override
  public Optional<Reason> reason() {
    return Optional.of(reason);
  }

  /**
   * The earliest time to come back, where Braze or the back-off named one.
   *
   * @return the instant, if one is known
   */
  public Optional<Instant> retryAt() {
    return Optional.ofNullable(retryAt);
  }

  @Override
  public String message() {
    return message;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "NotSent[index=%d, %s, attempts=%d: %s]", index, reason, attempts, message);
  }
}
