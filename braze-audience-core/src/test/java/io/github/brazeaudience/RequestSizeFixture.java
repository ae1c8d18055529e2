package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.MaxObjectsChanged;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** Braze that accepts a limited number of objects in a request, on a virtual clock. */
abstract class RequestSizeFixture {
  static final int USERS = 10_000;
  static final boolean FULL = Boolean.getBoolean("tests.full");

  /** Response to a request with too many objects. */
  enum Refusal {
    MESSAGE(400, "{\"message\":\"Max Input Length Exceeded\"}"),
    MESSAGE_413(413, "{\"message\":\"Max Input Length Exceeded\"}"),
    BAD_REQUEST(400, "{\"message\":\"Bad Request\"}"),
    NO_BODY(413, "");

    final int status;
    final String body;

    Refusal(int status, String body) {
      this.status = status;
      this.body = body;
    }

    ScriptedResponse response() {
      return ScriptedResponse.of(status, body);
    }
  }

  /** Method of the forwarder that takes updates. */
  enum EntryPoint {
    FORWARD,
    FORWARD_ALL,
    QUEUE;

    List<UserOutcome> forward(Simulation simulation, List<AudienceUpdate> updates) {
      List<UserOutcome> outcomes = new ArrayList<>();
      switch (this) {
        case FORWARD -> outcomes.addAll(simulation.forwarder.forward(updates).outcomes());
        case FORWARD_ALL -> simulation.forwarder.forwardAll(updates.iterator(), outcomes::add);
        case QUEUE -> {
          AudienceQueue queue = simulation.forwarder.queue().capacity(updates.size()).build();
          for (AudienceUpdate update : updates) {
            queue.offer(update).orElseThrow().thenAccept(outcomes::add);
          }
          queue.flush();
          simulation.time.runUntilIdle();
        }
      }
      return outcomes;
    }
  }

  /** Learns a limit of Braze, then forwards with another one, and returns the last event. */
  static MaxObjectsChanged last(
      IntUnaryOperator limitOfRequest, Refusal refusal, int users, Set<String> bad) {
    List<MaxObjectsChanged> changes = new ArrayList<>();
    Random random = new Random(1);
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                script(size -> size <= limitOfRequest.applyAsInt(request), refusal, bad, random)
                    .respond(request, objects),
            builder -> builder.listener(recorder(changes)));
    List<AudienceUpdate> updates = Simulation.users(users);
    List<UserOutcome> outcomes = EntryPoint.FORWARD.forward(simulation, updates);
    simulation.assertConsistent(outcomes, users);
    assertThat(outcomes.stream().filter(Accepted.class::isInstance)).hasSize(users - bad.size());
    return changes.isEmpty() ? new MaxObjectsChanged(75, 75) : changes.get(changes.size() - 1);
  }

  static ForwarderListener recorder(List<MaxObjectsChanged> changes) {
    return new ForwarderListener() {
      @Override
      public void maxObjectsChanged(MaxObjectsChanged event) {
        changes.add(event);
      }
    };
  }

  static SimulatedBraze.Script script(
      IntPredicate accepted, Refusal refusal, Set<String> bad, Random random) {
    return (request, objects) -> {
      ScriptedResponse response;
      if (!accepted.test(objects.size())) {
        response = refusal.response();
      } else if (objects.stream().map(SimulatedBraze::user).anyMatch(bad::contains)) {
        response = ScriptedResponse.of(400, "{\"message\":\"Bad Request\"}");
      } else {
        response = ScriptedResponse.of(201, SimulatedBraze.SUCCESS);
      }
      return response.withLatency(Duration.ofMillis(100 + random.nextInt(100)));
    };
  }
}
