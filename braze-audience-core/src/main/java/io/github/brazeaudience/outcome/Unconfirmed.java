package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The update may have arrived, over all attempts. Send it again: writing an attribute twice does no
 * harm.
 */
public final class Unconfirmed implements UserOutcome {
  private final long index;
  private final AudienceUpdate update;
  private final int attempts;
  private final Reason reason;
  private final String message;

  private Unconfirmed(
      long index, AudienceUpdate update, int attempts, Reason reason, String message) {
    this.index = index;
    this.update = Objects.requireNonNull(update, "update");
    this.attempts = attempts;
    this.reason = Objects.requireNonNull(reason, "reason");
    this.message = MessageText.of(message);
  }

  /**
   * An outcome; the forwarder makes them, and tests of code that reads them.
   *
   * @param index the place of the update among the inputs of its call
   * @param update the update
   * @param attempts how many requests with this update in them were started
   * @param reason why
   * @param message what happened and what to do about it
   * @return the outcome
   */
  public static Unconfirmed of(
      long index, AudienceUpdate update, int attempts, Reason reason, String message) {
    return new Unconfirmed(index, update, attempts, reason, message);
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

  @Override
  public String message() {
    return message;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Unconfirmed[index=%d, %s, attempts=%d: %s]",
        index,
        reason,
        attempts,
        message);
  }
}
