package io.github.brazeaudience.audience;

import java.util.Objects;

/**
 * Gives the attribute of a renamed audience its new name on the profile of a user who is known to
 * have the old one. The forwarder makes these of what its membership store holds; without a store
 * there is nothing to rename. Immutable.
 */
public final class AudienceRenaming implements AudienceUpdate {
  private final String externalId;
  private final Audience audience;

  private AudienceRenaming(String externalId, Audience audience) {
    this.externalId = Objects.requireNonNull(externalId, "externalId");
    this.audience = Objects.requireNonNull(audience, "audience");
  }

  /**
   * The renaming of an audience for one user.
   *
   * @param externalId the user's external id in Braze
   * @param audience the audience with its new External Name
   * @return the update
   */
  public static AudienceRenaming of(String externalId, Audience audience) {
    return new AudienceRenaming(externalId, audience);
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
   * The audience.
   *
   * @return with its new External Name
   */
  public Audience audience() {
    return audience;
  }

  @Override
  public String toString() {
    return "AudienceRenaming[" + audience + "]";
  }
}
