package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;

/**
 * Nothing had to be sent: Braze already has this, or there is nothing to write besides the
 * identifier.
 */
public final class Unchanged extends BasicOutcome implements UserOutcome {
  private Unchanged(long index, AudienceUpdate update, int attempts) {
    super(index, update, attempts, "");
  }

  /**
   * Creates an outcome. The forwarder calls this, and so do tests of code that reads outcomes.
   *
   * @param index the position of the update among the inputs of its call
   * @param attempts the number of requests started with this update
   */
  public static Unchanged of(long index, AudienceUpdate update, int attempts) {
    return new Unchanged(index, update, attempts);
  }
}
