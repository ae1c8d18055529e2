package io.github.brazeaudience.audience;

import java.util.Objects;

/**
 * Removes a deleted or disconnected audience from the profile of one user: removes its attribute
 * per segment, and writes the set without its id. The forwarder creates these updates from its
 * membership store; without a store there is nothing to remove. Immutable.
 */
public final class AudienceRetirement implements AudienceUpdate {
  private final String externalId;
  private final long audienceId;

  private AudienceRetirement(String externalId, long audienceId) {
    this.externalId = Objects.requireNonNull(externalId, "externalId");
    this.audienceId = audienceId;
  }

  /**
   * Returns the update for one user.
   *
   * @param externalId the user's external id in Braze
   */
  public static AudienceRetirement of(String externalId, long audienceId) {
    return new AudienceRetirement(externalId, audienceId);
  }

  /** {@return the user's external id in Braze} */
  public String externalId() {
    return externalId;
  }

  /** {@return the id of the retired audience} */
  public long audienceId() {
    return audienceId;
  }

  @Override
  public String toString() {
    return "AudienceRetirement[" + audienceId + "]";
  }
}
