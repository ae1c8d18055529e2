package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;

/**
 * The data is at fault: Braze named this user, refused a request with this user alone, or the
 * update breaks a rule and was never sent.
 */
public final class Rejected extends BasicOutcome implements UserOutcome {
  private Rejected(long index, AudienceUpdate update, int attempts, Reason reason, String message) {
    super(index, update, attempts, reason, message);
  }

  /** Creates an outcome for the forwarder or a test; {@link UserOutcome} describes the values. */
  public static Rejected of(
      long index, AudienceUpdate update, int attempts, Reason reason, String message) {
    return new Rejected(index, update, attempts, reason, message);
  }
}
