package io.github.brazeaudience;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.LeasingStore;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.SimulatedProcess;
import io.github.brazeaudience.simulation.VirtualTime;
import java.util.List;
import java.util.Random;

/**
 * Forwarders of several processes that share a membership store with leases, on a virtual clock.
 */
abstract class SharedStoreFixture {
  static final String STRING_ATTRIBUTE = "SegmentMembership";

  static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder()
          .restApiKey("test-key")
          .sendSegmentsAs(SendSegmentsAs.SINGLE_ATTRIBUTE)
          .build();

  static final MembershipPolicy POLICY =
      MembershipPolicy.defaults().withNamespace("w").withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE);

  final VirtualTime time = new VirtualTime();
  final LeasingStore store = new LeasingStore(time);

  SimulatedBraze braze =
      new SimulatedBraze(
          time, (request, objects) -> ScriptedResponse.of(201, SimulatedBraze.SUCCESS));

  SimulatedProcess process(Random random) {
    return process(random, false);
  }

  SimulatedProcess process(Random random, boolean storeStalls) {
    return new SimulatedProcess(
        time,
        braze,
        CONFIG,
        store.ofAnotherProcess(),
        POLICY,
        random,
        storeStalls,
        builder -> builder);
  }

  static MembershipChange entered(String user, long audience) {
    return MembershipChange.of(
        UserProfile.ofCustomerId(user), List.of(Audience.of(audience)), List.of());
  }

  static UserOutcome outcome(ForwardReportHolder call) {
    return call.outcomes.get(0);
  }

  /** The outcomes of a call once it has ended. */
  static final class ForwardReportHolder {
    List<UserOutcome> outcomes = List.of();
  }
}
