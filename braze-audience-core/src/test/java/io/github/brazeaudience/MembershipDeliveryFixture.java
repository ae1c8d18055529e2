package io.github.brazeaudience;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.FailingStore;
import io.github.brazeaudience.simulation.Simulation;
import java.util.List;
import java.util.stream.LongStream;

/** Forwarder with a membership store on a virtual clock. */
abstract class MembershipDeliveryFixture {
  static final Audience A = Audience.of(1, "A");
  static final Audience B = Audience.of(2, "B");
  final StoreSimulation stored = new StoreSimulation();
  final FailingStore store = stored.store;
  final Simulation simulation = stored.simulation(SendSegmentsAs.SINGLE_ATTRIBUTE);
  final AudienceForwarder forwarder = simulation.forwarder;

  static UserProfile user(String id) {
    return UserProfile.ofCustomerId(id);
  }

  static AudienceUpdate in(String user, Audience... all) {
    return MembershipSnapshot.of(user(user), all);
  }

  static AudienceUpdate entered(String user, Audience... all) {
    return MembershipChange.of(user(user), List.of(all), List.of());
  }

  static List<AudienceUpdate> snapshots(int count, int changedFrom) {
    return LongStream.range(0, count)
        .mapToObj(i -> in("u" + i, Audience.of(i < changedFrom ? 1 : 2)))
        .toList();
  }

  UserOutcome forward(AudienceUpdate update) {
    return forwarder.forward(List.of(update)).outcomes().get(0);
  }
}
