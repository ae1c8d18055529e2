package io.github.brazeaudience.simulation;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.SimulationHooks;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.ReadBackDelayed;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Forwarder that exports profiles from a simulated Braze. */
abstract class ExportSimulation {
  public final VirtualTime time = new VirtualTime();
  public final SimulatedBraze braze;
  public final ExportingBraze transport;
  public final AudienceForwarder forwarder;
  public final List<String> events = new ArrayList<>();

  ExportSimulation(
      ExportingBraze.Script exports,
      SimulatedBraze.Script tracks,
      BrazeAudienceConfig.Builder config,
      Simulation.Policies policies) {
    braze = new SimulatedBraze(time, tracks);
    transport = new ExportingBraze(time, braze, exports);
    AudienceForwarderBuilder builder =
        AudienceForwarder.builder(config.restApiKey("test-key").build(), transport)
            .timeSource(time)
            .scheduler(time)
            .callbackExecutor(Runnable::run)
            .listener(listener())
            .random(new Random(1));
    SimulationHooks.callerWait(builder, time);
    SimulationHooks.storeExecutor(builder, task -> time.schedule(task, Duration.ofMillis(1)));
    forwarder = policies.set(builder).build();
  }

  private ForwarderListener listener() {
    return new ForwarderListener() {
      @Override
      public void attemptStarted(AttemptStarted event) {
        events.add("start " + event.operation() + " " + event.users());
      }

      @Override
      public void attemptFinished(AttemptFinished event) {
        events.add(
            "end " + event.operation() + event.reason().map(reason -> " " + reason).orElse(""));
      }

      @Override
      public void readBackDelayed(ReadBackDelayed event) {
        events.add("delayed %s for %s".formatted(event.users(), event.delay()));
      }

      @Override
      public void batchesHeld(BatchesHeld event) {
        events.add("held " + event.operation() + " " + event.reason());
      }
    };
  }

  /**
   * Returns the response to an export, or null if it succeeds.
   *
   * @param cases the number of cases, of which six may fail
   */
  public static @Nullable ScriptedResponse randomFailure(Random random, int cases) {
    return switch (random.nextInt(cases)) {
      case 0 -> ScriptedResponse.of(503, "");
      case 1 -> ScriptedResponse.of(429, "").withHeader("X-Ratelimit-Retry-After", "7");
      case 2 -> ScriptedResponse.of(201, "{");
      case 3 -> ScriptedResponse.failure(Delivery.NOT_SENT);
      case 4 ->
          ScriptedResponse.failure(Delivery.UNKNOWN)
              .withLatency(Duration.ofSeconds(random.nextInt(40)));
      case 5 -> random.nextInt(4) == 0 ? ScriptedResponse.of(403, "") : null;
      default -> null;
    };
  }
}
