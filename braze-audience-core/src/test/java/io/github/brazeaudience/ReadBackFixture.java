package io.github.brazeaudience;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.simulation.ReadBackSimulation;
import java.util.List;

/** Changes of unknown users, against a Braze that exports their profiles. */
abstract class ReadBackFixture {
  static MembershipChange change(String user, List<Long> in, List<Long> out) {
    return MembershipChange.of(
        UserProfile.ofCustomerId(user),
        in.stream().map(Audience::of).toList(),
        out.stream().map(Audience::of).toList());
  }

  static ReadBackSimulation healthy() {
    return new ReadBackSimulation((export, users) -> null);
  }
}
