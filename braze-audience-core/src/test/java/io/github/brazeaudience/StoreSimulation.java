package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.FailingStore;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Simulation of forwarders with a membership store, whose operations take a millisecond. Braze
 * gives the responses in their order, and accepts the later requests.
 */
final class StoreSimulation {
  static final ScriptedResponse OK = ScriptedResponse.of(201, SUCCESS);

  final FailingStore store = new FailingStore(InMemoryMembershipStore.create());
  final Deque<ScriptedResponse> responses = new ArrayDeque<>();

  /** Whether the record of the first user was pending when each request started. */
  final List<Boolean> pendingAtStart = new ArrayList<>();

  Simulation simulation(SendSegmentsAs mode) {
    Simulation[] made = new Simulation[1];
    made[0] =
        new Simulation(
            7,
            BrazeAudienceConfig.builder().restApiKey("test-key").sendSegmentsAs(mode).build(),
            (request, objects) -> {
              pendingAtStart.add(isPending(SimulatedBraze.user(objects.get(0))));
              return responses.isEmpty() ? OK : responses.remove();
            },
            builder ->
                builder
                    .membership(store, MembershipPolicy.defaults().withNamespace("w"))
                    .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
                    .storeExecutor(task -> made[0].time.schedule(task, Duration.ofMillis(1))));
    return made[0];
  }

  boolean isPending(@Nullable String user) {
    MembershipRecord record = user == null ? null : store.read("w", Set.of(user)).get(user);
    return record != null && record.isPending();
  }

  /** Forwarder whose store is called directly, for calls that wait for the store. */
  AudienceForwarder forwarderHere(Simulation simulation) {
    return AudienceForwarder.builder(
            BrazeAudienceConfig.builder().restApiKey("other-key").build(), simulation.braze)
        .membership(store, MembershipPolicy.defaults().withNamespace("w"))
        .timeSource(simulation.time)
        .scheduler(simulation.time)
        .callerWait(simulation.time)
        .storeExecutor(Runnable::run)
        .build();
  }
}
