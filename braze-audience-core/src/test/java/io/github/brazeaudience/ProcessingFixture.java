package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Processing;
import io.github.brazeaudience.outcome.ProcessingStatus;
import io.github.brazeaudience.outcome.ProcessingStatus.Unavailable;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.TrackingBraze;
import io.github.brazeaudience.simulation.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Forwarder whose requests are tracked, on a virtual clock against a simulated Braze. */
abstract class ProcessingFixture {
  static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  final VirtualTime time = new VirtualTime();
  SimulatedBraze.Script tracks = (request, objects) -> ScriptedResponse.of(201, SUCCESS);
  TrackingBraze.Script polls = (poll, group) -> null;

  final TrackingBraze braze =
      new TrackingBraze(
          time,
          new SimulatedBraze(time, (request, objects) -> tracks.respond(request, objects)),
          (poll, group) -> polls.respond(poll, group));

  final AudienceForwarder forwarder = forwarder(builder -> builder.trackProcessing("nightly"));

  AudienceForwarder forwarder(UnaryOperator<AudienceForwarderBuilder> policies) {
    AudienceForwarderBuilder builder =
        AudienceForwarder.builder(
                BrazeAudienceConfig.builder().restApiKey("secret-key").build(), braze)
            .timeSource(time)
            .scheduler(time)
            .callbackExecutor(Runnable::run)
            .random(new Random(1));
    SimulationHooks.callerWait(builder, time);
    return policies.apply(builder).build();
  }

  Processing forwarded(int users) {
    return forwarder.forward(Simulation.users(users)).processing();
  }

  Instant now() {
    return time.now();
  }

  List<Long> pollsAfter(Duration start) {
    return braze.polls().stream().map(at -> at.minus(start).toMillis()).toList();
  }

  static String why(ProcessingStatus status) {
    assertThat(status).isInstanceOf(Unavailable.class);
    return ((Unavailable) status).why();
  }
}
