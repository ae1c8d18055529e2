package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;

/**
 * Nothing had to be sent: Braze already has this, there is nothing to write besides the identifier,
 * or the membership store has newer values ({@link Reason#SUPERSEDED}).
 */
public final class Unchanged extends BasicOutcome implements UserOutcome {
  private Unchanged(long index, AudienceUpdate update, int attempts) {
    super(index, update, attempts, "");
  }

  private Unchanged(long index, AudienceUpdate update, Reason reason, String message) {
    super(index, update, 0, reason, message);
  }

  /** Creates an outcome for the forwarder or a test; {@link UserOutcome} describes the values. */
  public static Unchanged of(long index, AudienceUpdate update, int attempts) {
    return new Unchanged(index, update, attempts);
  }

  /**
   * Creates the outcome of an update that is older than what the membership store knows, with the
   * reason {@link Reason#SUPERSEDED}.
   */
  public static Unchanged superseded(long index, AudienceUpdate update, String message) {
    return new Unchanged(index, update, Reason.SUPERSEDED, message);
  }
}
