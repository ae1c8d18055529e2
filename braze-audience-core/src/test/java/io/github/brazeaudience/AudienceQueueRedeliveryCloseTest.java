package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.VirtualTime;
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

/** Tests the close of a queue with a redelivery policy, and its errors. */
class AudienceQueueRedeliveryCloseTest extends RedeliveryFixture {
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
