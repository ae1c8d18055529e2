package io.github.brazeaudience;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.TrackingBraze;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.BrazeTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Forwarder whose requests are tracked, on a virtual clock against a simulated Braze. */
abstract class TrackedRequestsFixture {
  static final Duration MINUTE = Duration.ofMinutes(1);
  final VirtualTime time = new VirtualTime();

  TrackingBraze braze(SimulatedBraze.Script script) {
    return new TrackingBraze(time, new SimulatedBraze(time, script), (poll, group) -> null);
  }

  AudienceForwarder forwarder(
      BrazeTransport transport, UnaryOperator<AudienceForwarderBuilder> policies) {
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey("test-key")
            .sendSegmentsAs(SendSegmentsAs.SINGLE_AND_PER_SEGMENT)
            .build();
    AudienceForwarderBuilder builder =
        AudienceForwarder.builder(config, transport)
            .timeSource(time)
            .scheduler(time)
            .callbackExecutor(Runnable::run)
            .random(new Random(1));
    SimulationHooks.callerWait(builder, time);
    SimulationHooks.storeExecutor(builder, Runnable::run);
    return policies.apply(builder).build();
  }

  AudienceForwarder tracking(BrazeTransport transport) {
    return forwarder(transport, builder -> builder.trackProcessing("test"));
  }

  static List<MembershipSnapshot> snapshots(int from, int to) {
    List<MembershipSnapshot> users = new ArrayList<>();
    for (int i = from; i < to; i++) {
      users.add(MembershipSnapshot.of(UserProfile.ofCustomerId("u-" + i), Audience.of(1, "One")));
    }
    return users;
  }
}
