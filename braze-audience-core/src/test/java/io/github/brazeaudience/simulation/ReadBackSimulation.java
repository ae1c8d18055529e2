package io.github.brazeaudience.simulation;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.UnknownUsers;
import java.util.ArrayList;
import java.util.List;

/** Forwarder with a membership store that reads back profiles from a simulated Braze. */
public final class ReadBackSimulation extends ExportSimulation {
  static final long ENTERED = 7;

  private static final MembershipPolicy READ_BACK =
      MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.READ_BACK);

  public ReadBackSimulation(ExportingBraze.Script exports) {
    this(
        exports,
        (request, objects) -> ScriptedResponse.of(201, SUCCESS),
        builder -> builder.maxInFlight(16));
  }

  public ReadBackSimulation(
      ExportingBraze.Script exports, SimulatedBraze.Script tracks, Simulation.Policies policies) {
    this(exports, tracks, policies, InMemoryMembershipStore.create());
  }

  public ReadBackSimulation(
      ExportingBraze.Script exports,
      SimulatedBraze.Script tracks,
      Simulation.Policies policies,
      MembershipStore store) {
    super(
        exports,
        tracks,
        BrazeAudienceConfig.builder().sendSegmentsAs(SendSegmentsAs.SINGLE_ATTRIBUTE),
        builder -> policies.set(builder.membership(store, READ_BACK)));
  }

  public static AudienceUpdate entered(String user) {
    return MembershipChange.of(
        UserProfile.ofCustomerId(user), List.of(Audience.of(ENTERED)), List.of());
  }

  public static List<AudienceUpdate> entered(int users) {
    List<AudienceUpdate> updates = new ArrayList<>(users);
    for (int i = 0; i < users; i++) {
      updates.add(entered("u-" + i));
    }
    return updates;
  }

  public Object single(String user) {
    return braze.attribute(user, "SegmentMembership");
  }
}
