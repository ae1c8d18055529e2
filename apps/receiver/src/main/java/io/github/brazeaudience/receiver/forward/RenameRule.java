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
   * The rule of a receiver.
   *
   * @param config whose mode has names on profiles, or has not
   * @param remembers whether a store knows which profiles those are
   */
  public static RenameRule of(BrazeAudienceConfig config, boolean remembers) {
    return new RenameRule(remembers && config.sendSegmentsAs().perSegment());
  }

  /**
   * The audience that a message gives another name, perhaps.
   *
   * @return with that name; empty if there is nothing to do
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
