package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.LookupSimulation;
import java.util.List;

/** Forwarder with device lookup on a virtual clock. */
abstract class DeviceLookupFixture {
  final LookupSimulation simulation = new LookupSimulation((lookup, devices) -> null);

  UserOutcome forward(AudienceUpdate update) {
    return simulation.forwarder.forward(List.of(update)).outcomes().get(0);
  }
}
