package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Nothing had to be sent: Braze already holds this, or there is nothing to write besides the
 * identifier.
 */
public final class Unchanged implements UserOutcome {
  private final long index;
  private final AudienceUpdate update;
  private final int attempts;

  private Unchanged(long index, AudienceUpdate update, int attempts) {
    this.index = index;
    this.update = Objects.requireNonNull(update, "update");
    this.attempts = attempts;
  }

  /**
   * An outcome; the forwarder makes them, and tests of code that reads them.
   *
   * @param index the place of the update among the inputs of its call
   * @param update the update
   * @param attempts how many requests with this update in them were started
   * @return the outcome
   */
  public static Unchanged of(long index, AudienceUpdate update, int attempts) {
    return new Unchanged(index, update, attempts);
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
    return Optional.empty();
  }

  @Override
  public String message() {
    return "";
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Unchanged[index=%d, attempts=%d]", index, attempts);
  }
}
