package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.RedeliveryScheduled;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests an {@link AudienceQueue} with a redelivery policy on a virtual clock. */
class AudienceQueueRedeliveryTest {
  private static final ScriptedResponse OK = ScriptedResponse.of(201, SUCCESS);
  private static final ScriptedResponse UNAVAILABLE = ScriptedResponse.of(503, "");
  private static final ScriptedResponse LOST =
      ScriptedResponse.failure(Delivery.UNKNOWN).withApplied(object -> true);
  private static final ScriptedResponse NO_CONNECTION = ScriptedResponse.failure(Delivery.NOT_SENT);
  private static final ScriptedResponse REFUSED = ScriptedResponse.of(401, "{\"message\":\"x\"}");

  private final List<RedeliveryScheduled> events = new ArrayList<>();

  /** Each delivery is a single attempt, so the script decides every delivery. */
  private Simulation simulation(SimulatedBraze.Script script) {
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
  private Simulation responses(ScriptedResponse... responses) {
    return simulation((request, objects) -> responses[Math.min(request, responses.length - 1)]);
  }

  private static AudienceQueueBuilder builder(Simulation simulation) {
    return simulation
        .forwarder
        .queue()
        .linger(Duration.ZERO)
        .redeliver(RedeliveryPolicy.defaults())
        .random(new Random(1));
  }

  private static CompletableFuture<UserOutcome> offer(AudienceQueue queue, AudienceUpdate update) {
    return queue.offer(update).orElseThrow().toCompletableFuture();
  }

  private static CompletableFuture<UserOutcome> offer(AudienceQueue queue, String user, int id) {
    return offer(queue, Simulation.update(user, id));
  }

  @Test
  void offer_failuresThatPass_isAcceptedWithTheAttemptsOfAllDeliveries() {
    Simulation simulation = responses(UNAVAILABLE, LOST, NO_CONNECTION, OK);
    AudienceQueue queue = builder(simulation).build();

    CompletableFuture<UserOutcome> outcome = offer(queue, "u", 1);
    simulation.time.advance(Duration.ofMinutes(5));

    assertThat(outcome.getNow(null)).isInstanceOf(Accepted.class);
    assertThat(outcome.getNow(null).attempts()).isEqualTo(4);
    assertThat(simulation.braze.requests()).isEqualTo(4);
    assertThat(events)
        .extracting(RedeliveryScheduled::reason)
        .containsExactly(Reason.SERVER_ERROR, Reason.NO_ANSWER, Reason.UNREACHABLE);
    assertThat(events).extracting(RedeliveryScheduled::updates).containsOnly(1);
    for (int i = 0; i < 3; i++) {
      assertThat(events.get(i).delay())
          .isBetween(Duration.ofMillis(500L << i), Duration.ofMillis(1_000L << i));
    }
  }

  @Test
  void offer_rateLimitAfterALostResponse_waitsAsLongAsBrazeAsks() {
    Simulation simulation =
        responses(
            LOST, ScriptedResponse.of(429, "").withHeader("X-RateLimit-Retry-After", "900"), OK);
    AudienceQueue queue = builder(simulation).build();

    CompletableFuture<UserOutcome> outcome = offer(queue, "u", 1);
    simulation.time.advance(Duration.ofMinutes(14));
    assertThat(simulation.braze.requests()).isEqualTo(2);
    simulation.time.advance(Duration.ofMinutes(2));

    assertThat(outcome.getNow(null)).isInstanceOf(Accepted.class);
  }

  @Test
  void offer_laterUpdateOfAUser_waitsForTheEarlierOne() {
    Simulation simulation = responses(LOST, UNAVAILABLE, OK);
    AudienceQueue queue = builder(simulation).build();

    CompletableFuture<UserOutcome> first = offer(queue, "u", 1);
    simulation.time.advance(Duration.ofMillis(50));
    CompletableFuture<UserOutcome> second = offer(queue, "u", 2);
    CompletableFuture<UserOutcome> other = offer(queue, "v", 3);
    simulation.time.advance(Duration.ofMinutes(5));

    assertThat(first.getNow(null)).isInstanceOf(Accepted.class);
    assertThat(second.getNow(null)).isInstanceOf(Accepted.class);
    assertThat(other.getNow(null)).isInstanceOf(Accepted.class);
    assertThat(simulation.braze.attribute("u", "SegmentMembership")).isEqualTo("'2'");
    assertThat(simulation.braze.violations()).isEmpty();
  }

  @Test
  void offer_updatesOfOneUserWithinTheLinger_areMerged() {
    Simulation simulation = responses(OK);
    AudienceQueue queue = builder(simulation).linger(Duration.ofSeconds(1)).build();

    List<CompletableFuture<UserOutcome>> outcomes =
        List.of(offer(queue, "u", 1), offer(queue, "u", 2));
    simulation.time.advance(Duration.ofSeconds(3));

    assertThat(outcomes).allMatch(outcome -> outcome.getNow(null) instanceof Accepted);
    assertThat(simulation.braze.requests()).isEqualTo(1);
    assertThat(simulation.braze.attribute("u", "SegmentMembership")).isEqualTo("'2'");
  }

  @Test
  void offer_rejectedUpdate_isNotDeliveredAgain() {
    Simulation simulation = responses(ScriptedResponse.of(400, "{\"message\":\"no\"}"));
    AudienceQueue queue = builder(simulation).build();

    CompletableFuture<UserOutcome> refused = offer(queue, "u", 1);
    CompletableFuture<UserOutcome> unreadable =
        offer(queue, UnreadableUpdate.malformed("no update"));
    simulation.time.advance(Duration.ofMinutes(5));

    assertThat(refused.getNow(null)).isInstanceOf(Rejected.class);
    assertThat(unreadable.getNow(null)).isInstanceOf(Rejected.class);
    assertThat(events).isEmpty();
  }

  @Test
  void offer_refusedKey_isTriedOnceAMinuteUntilTheKeyIsFixed() {
    boolean[] fixed = new boolean[1];
    Simulation simulation = simulation((request, objects) -> fixed[0] ? OK : REFUSED);
    AudienceQueue queue = builder(simulation).build();

    List<CompletableFuture<UserOutcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      outcomes.add(offer(queue, "u-" + i, i + 1));
    }
    simulation.time.advance(Duration.ofMinutes(10));
    assertThat(outcomes).noneMatch(CompletableFuture::isDone);
    int before = simulation.braze.requests();
    assertThat(before).isBetween(10, 60);

    fixed[0] = true;
    simulation.time.advance(Duration.ofMinutes(2));
    assertThat(outcomes).allMatch(outcome -> outcome.getNow(null) instanceof Accepted);
  }

  @Test
  void offer_updatesThatWait_countAgainstTheCapacity() {
    Simulation simulation = responses(UNAVAILABLE, UNAVAILABLE, OK);
    AudienceQueue queue = builder(simulation).capacity(1).build();

    CompletableFuture<UserOutcome> waiting = offer(queue, "u", 1);
    simulation.time.advance(Duration.ofMillis(300));
    assertThat(waiting).isNotDone();
    assertThat(queue.offer(Simulation.update("v", 2))).isEmpty();

    simulation.time.advance(Duration.ofMinutes(1));
    assertThat(queue.offer(Simulation.update("v", 2))).isPresent();
  }

  @Test
  void close_duringTheBackoff_reportsTheOutcomeThatTheUpdateHas() {
    Simulation simulation = responses(LOST, NO_CONNECTION, OK);
    AudienceQueue queue = builder(simulation).build();
    CompletableFuture<UserOutcome> lost = offer(queue, "u", 1);
    simulation.time.advance(Duration.ofMillis(50));
    CompletableFuture<UserOutcome> unreachable = offer(queue, "v", 2);
    simulation.time.advance(Duration.ofMillis(50));
    CompletableFuture<UserOutcome> neverDelivered = offer(queue, "u", 3);
    assertThat(lost).isNotDone();
    assertThat(unreachable).isNotDone();

    queue.close();

    assertThat(lost.getNow(null)).isInstanceOf(Unconfirmed.class);
    assertThat(unreachable.getNow(null)).isInstanceOf(NotSent.class);
    assertThat(unreachable.getNow(null).reason()).contains(Reason.UNREACHABLE);
    assertThat(neverDelivered.getNow(null)).isInstanceOf(Accepted.class);
    assertThat(simulation.braze.attribute("u", "SegmentMembership")).isEqualTo("'3'");
  }

  @Test
  void close_lostThenNotSent_isUnconfirmed() {
    Simulation simulation = responses(LOST, NO_CONNECTION);
    AudienceQueue queue = builder(simulation).build();
    CompletableFuture<UserOutcome> outcome = offer(queue, "u", 1);
    simulation.time.advance(Duration.ofSeconds(20));
    assertThat(simulation.braze.requests()).isGreaterThan(2);

    queue.close();

    assertThat(outcome.getNow(null)).isInstanceOf(Unconfirmed.class);
    assertThat(outcome.getNow(null).reason()).contains(Reason.NO_ANSWER);
    assertThat(outcome.getNow(null).attempts()).isEqualTo(simulation.braze.requests());
  }

  @Test
  void close_ofTheForwarder_endsUpdatesThatWait() {
    Simulation simulation = responses(REFUSED);
    AudienceQueue queue = builder(simulation).build();
    CompletableFuture<UserOutcome> waiting = offer(queue, "u", 1);
    simulation.time.advance(Duration.ofMillis(300));
    CompletableFuture<UserOutcome> behind = offer(queue, "u", 2);
    assertThat(waiting).isNotDone();

    simulation.forwarder.close();

    assertThat(waiting.getNow(null).reason()).contains(Reason.UNAUTHORIZED);
    assertThat(behind.getNow(null).reason()).contains(Reason.CLOSED);
    assertThat(offer(queue, "v", 3).getNow(null).reason()).contains(Reason.CLOSED);
  }

  @Test
  void offer_schedulerThatRejectsOnce_deliversWithTheNextUpdate() {
    boolean[] rejects = new boolean[1];
    VirtualTime time = new VirtualTime();
    Simulation simulation =
        new Simulation(
            time,
            1,
            BrazeAudienceConfig.builder().restApiKey("test-key").build(),
            (request, objects) -> request == 0 ? UNAVAILABLE : OK,
            builder ->
                builder
                    .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
                    .scheduler(
                        (task, delay) -> {
                          if (rejects[0]) {
                            throw new IllegalStateException("no more tasks");
                          }
                          return time.schedule(task, delay);
                        }));
    AudienceQueue queue = builder(simulation).build();
    CompletableFuture<UserOutcome> first = offer(queue, "u", 1);
    time.advance(Duration.ofMillis(99));
    rejects[0] = true;
    time.advance(Duration.ofMillis(10));
    rejects[0] = false;
    time.advance(Duration.ofSeconds(30));
    CompletableFuture<UserOutcome> second = offer(queue, "v", 2);
    time.advance(Duration.ofSeconds(30));

    assertThat(second.getNow(null)).isInstanceOf(Accepted.class);
    assertThat(first.getNow(null)).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void offer_randomUpdatesAndFailures_endWithTheLastUpdateOfEachUser(long seed) {
    Random random = new Random(seed);
    Simulation simulation =
        simulation(
            (request, objects) ->
                switch (random.nextInt(8)) {
                  case 0 -> UNAVAILABLE;
                  case 1 -> LOST;
                  case 2 -> NO_CONNECTION;
                  case 3 -> random.nextInt(10) == 0 ? REFUSED : OK;
                  default -> OK;
                });
    AudienceQueue queue =
        builder(simulation)
            .linger(Duration.ofMillis(random.nextInt(500)))
            .random(new Random(seed))
            .build();
    Map<String, Integer> last = new LinkedHashMap<>();
    List<CompletableFuture<UserOutcome>> outcomes = new ArrayList<>();
    for (int id = 1; id <= 400; id++) {
      String user = "u-" + random.nextInt(60);
      last.put(user, id);
      outcomes.add(offer(queue, user, id));
      simulation.time.advance(Duration.ofMillis(random.nextInt(200)));
    }
    simulation.time.advance(Duration.ofHours(2));

    assertThat(outcomes).as("seed %d", seed).allMatch(it -> it.getNow(null) instanceof Accepted);
    assertThat(simulation.braze.violations()).as("seed %d", seed).isEmpty();
    last.forEach(
        (user, id) ->
            assertThat(simulation.braze.attribute(user, "SegmentMembership"))
                .as("seed %d, %s", seed, user)
                .isEqualTo("'" + id + "'"));
    CompletionStage<Void> flushed = queue.flush();
    assertThat(flushed.toCompletableFuture()).isCompleted();
  }
}
