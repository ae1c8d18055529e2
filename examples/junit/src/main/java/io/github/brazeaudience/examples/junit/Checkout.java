package io.github.brazeaudience.examples.junit;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.List;

/** Moves a customer from the audience of prospects to the audience of buyers after a purchase. */
public final class Checkout {
  private static final Audience BUYERS = Audience.of(11036, "Buyers");
  private static final Audience PROSPECTS = Audience.of(11037, "Prospects");

  /** The result of a write to Braze. */
  public enum Result {
    /** Braze has the new memberships. */
    WRITTEN,
    /** Braze may not have the new memberships; the caller should retry later. */
    RETRY_LATER,
    /** Braze rejected the update; retrying does not help. */
    REJECTED
  }

  private final AudienceForwarder forwarder;

  /** Creates a checkout with a forwarder in a mode that can write changes. */
  public Checkout(AudienceForwarder forwarder) {
    this.forwarder = forwarder;
  }

  /** Writes the memberships of a customer who has bought something. */
  public Result recordPurchase(String customerId) {
    var change =
        MembershipChange.of(
            UserProfile.ofCustomerId(customerId), List.of(BUYERS), List.of(PROSPECTS));
    UserOutcome outcome = forwarder.forward(List.of(change)).outcomes().get(0);
    if (outcome instanceof NotSent || outcome instanceof Unconfirmed) {
      return Result.RETRY_LATER;
    }
    return outcome instanceof Rejected ? Result.REJECTED : Result.WRITTEN;
  }
}
