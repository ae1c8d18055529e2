package io.github.brazeaudience.audience;

import java.util.Objects;

/**
 * Takes an audience that is gone for good off the profile of a user who is known to have something
 * of it: the attribute per segment is removed, and the set written without the id. The forwarder
 * makes these of what its membership store holds; without a store there is nothing to take off.
 * Immutable.
 */
public final class AudienceRetirement implements AudienceUpdate {
  private final String externalId;
  private final long audienceId;

  private AudienceRetirement(String externalId, long audienceId) {
    this.externalId = Objects.requireNonNull(externalId, "externalId");
    this.audienceId = audienceId;
  }

  /**
   * The retirement of an audience for one user.
   *
   * @param externalId the user's external id in Braze
   * @param audienceId the audience
   * @return the update
   */
  public static AudienceRetirement of(String externalId, long audienceId) {
    return new AudienceRetirement(externalId, audienceId);
  }

  /**
   * The user.
   *
   * @return the external id in Braze
   */
  public String externalId() {
    return externalId;
  }

  /**
   * The audience that is gone.
   *
   * @return its id
   */
  public long audienceId() {
    return audienceId;
  }

  @Override
  public String toString() {
    return "AudienceRetirement[" + audienceId + "]";
  }
}
