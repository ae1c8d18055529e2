package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.mparticle.AudienceSubscriptionRequest;
import io.github.brazeaudience.mparticle.AudienceSubscriptionRequest.Action;
import io.github.brazeaudience.mparticle.FirehoseMessage;
import java.util.Optional;

/**
 * Selects the messages with an audience name that profiles may need. A message does not state
 * whether the name has changed; profiles without another name are not changed.
 */
public final class RenameRule {
  private final boolean namesAreKept;

  private RenameRule(boolean namesAreKept) {
    this.namesAreKept = namesAreKept;
  }

  /**
   * Creates the rule of a receiver.
   *
   * @param config the configuration, whose mode decides whether profiles have names
   * @param remembers true if a membership store records the names on profiles
   */
  public static RenameRule of(BrazeAudienceConfig config, boolean remembers) {
    return new RenameRule(remembers && config.sendSegmentsAs().perSegment());
  }

  /**
   * Returns the audience that a message may rename.
   *
   * @return the audience with its new name, or empty if no profile needs a change
   */
  public Optional<Audience> renamed(FirehoseMessage message) {
    return namesAreKept
            && message instanceof AudienceSubscriptionRequest subscription
            && subscription.action().filter(Action.UPDATE::equals).isPresent()
        ? Optional.of(subscription.audience()).filter(RenameRule::isNamed)
        : Optional.empty();
  }

  private static boolean isNamed(Audience audience) {
    return audience.externalName().filter(name -> !name.isBlank()).isPresent();
  }
}
