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

/** Who buys is a buyer and no longer a prospect. */
public final class Checkout {
  private static final Audience BUYERS = Audience.of(11036, "Buyers");
  private static final Audience PROSPECTS = Audience.of(11037, "Prospects");

  /** What the caller has to do about Braze. */
  public enum Told {
    /** Nothing. */
    DONE,
    /** Tell it again later. */
    LATER,
    /** Look at the user's data: telling it again changes nothing. */
    NEVER
  }

  private final AudienceForwarder forwarder;

  /** A checkout that borrows the forwarder, in a mode that can write changes. */
  public Checkout(AudienceForwarder forwarder) {
    this.forwarder = forwarder;
  }

  /** Tells Braze that a user has bought something. */
  public Told bought(String customer) {
    var change =
        MembershipChange.of(
            UserProfile.ofCustomerId(customer), List.of(BUYERS), List.of(PROSPECTS));
    UserOutcome outcome = forwarder.forward(List.of(change)).outcomes().get(0);
    if (outcome instanceof NotSent || outcome instanceof Unconfirmed) {
      return Told.LATER;
    }
    return outcome instanceof Rejected ? Told.NEVER : Told.DONE;
  }
}
