package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;

/**
 * At least one attempt may have arrived. Send the update again; writing an attribute is idempotent.
 */
public final class Unconfirmed extends BasicOutcome implements UserOutcome {
  private Unconfirmed(
      long index, AudienceUpdate update, int attempts, Reason reason, String message) {
    super(index, update, attempts, reason, message);
  }

  /** Creates an outcome for the forwarder or a test; {@link UserOutcome} describes the values. */
  public static Unconfirmed of(
      long index, AudienceUpdate update, int attempts, Reason reason, String message) {
    return new Unconfirmed(index, update, attempts, reason, message);
  }
}
