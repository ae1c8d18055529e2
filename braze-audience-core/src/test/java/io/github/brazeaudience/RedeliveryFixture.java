package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.RedeliveryScheduled;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Queue with a redelivery policy on a virtual clock. */
abstract class RedeliveryFixture {
  static final ScriptedResponse OK = ScriptedResponse.of(201, SUCCESS);
  static final ScriptedResponse UNAVAILABLE = ScriptedResponse.of(503, "");

  static final ScriptedResponse LOST =
      ScriptedResponse.failure(Delivery.UNKNOWN).withApplied(object -> true);

  static final ScriptedResponse NO_CONNECTION = ScriptedResponse.failure(Delivery.NOT_SENT);
  static final ScriptedResponse REFUSED = ScriptedResponse.of(401, "{\"message\":\"x\"}");
  final List<RedeliveryScheduled> events = new ArrayList<>();

  /** Each delivery is a single attempt, so the script decides every delivery. */
  Simulation simulation(SimulatedBraze.Script script) {
    return new Simulation(
        1,
        script,
        builder ->
            builder
                .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
                .listener(
                    new ForwarderListener() {
                      @Override
                      public void redeliveryScheduled(RedeliveryScheduled event) {
                        events.add(event);
                      }
                    }));
  }

  /** Responds in order; the last response is repeated. */
  Simulation responses(ScriptedResponse... responses) {
    return simulation((request, objects) -> responses[Math.min(request, responses.length - 1)]);
  }

  static AudienceQueueBuilder builder(Simulation simulation) {
    return simulation
        .forwarder
        .queue()
        .linger(Duration.ZERO)
        .redeliver(RedeliveryPolicy.defaults())
        .random(new Random(1));
  }

  static CompletableFuture<UserOutcome> offer(AudienceQueue queue, AudienceUpdate update) {
    return queue.offer(update).orElseThrow().toCompletableFuture();
  }

  static CompletableFuture<UserOutcome> offer(AudienceQueue queue, String user, int id) {
    return offer(queue, Simulation.update(user, id));
  }
}
