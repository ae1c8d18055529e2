package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.cli.show.AudienceCounts;
import io.github.brazeaudience.cli.show.NextUpdate;
import io.github.brazeaudience.cli.show.Planner;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.options.UsageException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Reads users from the membership store. Sends nothing and leaves the store as it is. */
final class StoreReader implements AutoCloseable {
  private final Membership membership;
  private final AudienceForwarder forwarder;
  private final BrazeAudienceConfig config;

  private StoreReader(
      Membership membership, AudienceForwarder forwarder, BrazeAudienceConfig config) {
    this.membership = membership;
    this.forwarder = forwarder;
    this.config = config;
  }

  /** Opens the store that a factory with {@code --store} names. */
  static StoreReader open(
      MembershipFactory memberships, BrazeAudienceConfig config, Cancellation cancellation)
      throws UsageException {
    Membership membership = memberships.open();
    if (membership == null) {
      throw new UsageException("this needs a membership store; add --store FILE");
    }
    DryRunTransport nowhere = new DryRunTransport(OutputStream.nullOutputStream(), cancellation);
    AudienceForwarder forwarder =
        AudienceForwarder.builder(config, nowhere)
            .membership(membership.store(), membership.policy())
            .build();
    return new StoreReader(membership, forwarder, config);
  }

  @Nullable KnownUser stored(UserProfile user) {
    return forwarder.inspector().stored(user).orElse(null);
  }

  NextUpdate next(UserProfile user, @Nullable KnownUser stored) {
    return Planner.plan(forwarder, config, user, stored);
  }

  AudienceCounts counts(long audience) {
    return AudienceCounts.of(audience, forwarder.inspector().storedUsers());
  }

  @Override
  public void close() {
    try (membership) {
      forwarder.close();
    }
  }
}
