package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.event.RedeliveryScheduled;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tests which updates a queue with a redelivery policy delivers again, and when. */
class AudienceQueueRedeliveryTest extends RedeliveryFixture {
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
}
