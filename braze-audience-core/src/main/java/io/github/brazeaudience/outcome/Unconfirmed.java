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

  /**
   * Creates an outcome. The forwarder calls this, and so do tests of code that reads outcomes.
   *
   * @param index the position of the update among the inputs of its call
   * @param attempts the number of requests started with this update
   * @param message what happened and what to do
   */
  public static Unconfirmed of(
      long index, AudienceUpdate update, int attempts, Reason reason, String message) {
    return new Unconfirmed(index, update, attempts, reason, message);
  }
}
