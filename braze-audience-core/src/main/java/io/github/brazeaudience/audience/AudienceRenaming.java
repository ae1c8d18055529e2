package io.github.brazeaudience.audience;

import java.util.Objects;

/**
 * Replaces the attribute per segment of a renamed audience on the profile of one user who has the
 * old attribute. The forwarder creates these updates from its membership store; without a store
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
   * Returns the update for one user.
   *
   * @param externalId the user's external id in Braze
   * @param audience the audience with its new External Name
   */
  public static AudienceRenaming of(String externalId, Audience audience) {
    return new AudienceRenaming(externalId, audience);
  }

  /** {@return the user's external id in Braze} */
  public String externalId() {
    return externalId;
  }

  /** {@return the audience with its new External Name} */
  public Audience audience() {
    return audience;
  }

  @Override
  public String toString() {
    return "AudienceRenaming[" + audience + "]";
  }
}
