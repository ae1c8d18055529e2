package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Tests {@link AudienceQueue} on a virtual clock against a simulated Braze. */
class AudienceQueueTest {
  private static Simulation simulation(SimulatedBraze.Script script) {
    return new Simulation(1, script, builder -> builder);
  }

  private static Simulation healthy() {
    return simulation((request, objects) -> ScriptedResponse.of(201, SUCCESS));
  }

  private static List<CompletableFuture<UserOutcome>> offer(AudienceQueue queue, int from, int to) {
    List<CompletableFuture<UserOutcome>> outcomes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      outcomes.add(
          queue
              .offer(Simulation.update("u-" + i, i + 1))
              .map(CompletionStage::toCompletableFuture)
              .orElseThrow());
    }
    return outcomes;
  }

  private static List<UserOutcome> done(List<CompletableFuture<UserOutcome>> outcomes) {
    return outcomes.stream().map(outcome -> outcome.getNow(null)).toList();
  }

  @Test
  void offer_fullRequest_isSentAtOnce() {
    Simulation simulation = healthy();
    AudienceQueue queue = simulation.forwarder.queue().build();

    List<CompletableFuture<UserOutcome>> outcomes = offer(queue, 0, 80);
    assertThat(simulation.braze.sizes()).containsExactly(75);
    simulation.time.advance(Duration.ofMillis(999));
    assertThat(simulation.braze.sizes()).containsExactly(75);
    assertThat(done(outcomes.subList(0, 75))).allMatch(Accepted.class::isInstance);

    simulation.time.advance(Duration.ofMillis(200));
    assertThat(simulation.braze.sizes()).containsExactly(75, 5);
    assertThat(done(outcomes)).allMatch(Accepted.class::isInstance);
  }

  @Test
  void size_updatesInFlight_countsThoseWithoutAnOutcome() {
    Simulation simulation = healthy();
    AudienceQueue queue = simulation.forwarder.queue().capacity(80).build();
    assertThat(queue.capacity()).isEqualTo(80);
    assertThat(queue.size()).isZero();

    offer(queue, 0, 80);
    assertThat(queue.size()).isEqualTo(80);
    assertThat(queue.offer(Simulation.update("u-80", 81))).isEmpty();
    assertThat(queue.size()).isEqualTo(80);

    simulation.time.advance(Duration.ofMillis(999));
    assertThat(queue.size()).isEqualTo(5);
    simulation.time.advance(Duration.ofMillis(200));
    assertThat(queue.size()).isZero();
  }

  @Test
  void offer_fullQueue_isRefusedUntilAnUpdateIsFinished() {
    Simulation simulation = healthy();
    AudienceQueue queue = simulation.forwarder.queue().capacity(3).build();
    offer(queue, 0, 3);

    assertThat(queue.offer(Simulation.update("u-3", 4))).isEmpty();
    queue.flush();
    assertThat(queue.offer(Simulation.update("u-3", 4))).isEmpty();
    simulation.time.advance(Duration.ofMillis(150));
    assertThat(queue.offer(Simulation.update("u-3", 4))).isPresent();
  }

  @Test
  void offer_invalidUpdate_isRejectedWithoutARequest() {
    Simulation simulation = healthy();
    AudienceQueue queue = simulation.forwarder.queue().build();

    UserOutcome outcome =
        queue
            .offer(UnreadableUpdate.malformed("no update"))
            .orElseThrow()
            .toCompletableFuture()
            .getNow(null);

    assertThat(outcome).isInstanceOf(Rejected.class);
    assertThat(simulation.braze.requests()).isZero();
  }

  @Test
  void offer_sameUserAgain_isWrittenInTheOrderOfArrival() {
    Simulation simulation = healthy();
    AudienceQueue queue = simulation.forwarder.queue().linger(Duration.ZERO).build();
    List<CompletableFuture<UserOutcome>> outcomes = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      outcomes.add(queue.offer(Simulation.update("u", i)).orElseThrow().toCompletableFuture());
      simulation.time.advance(Duration.ofMillis(10));
    }
    simulation.time.advance(Duration.ofSeconds(10));

    assertThat(done(outcomes)).allMatch(Accepted.class::isInstance);
    assertThat(simulation.braze.violations()).isEmpty();
    assertThat(simulation.braze.attribute("u", "SegmentMembership")).isEqualTo("'5'");
  }

  @Test
  void flush_completes_theStagesOfTheOutcomesHaveRun() {
    Simulation simulation = healthy();
    AudienceQueue queue = simulation.forwarder.queue().build();
    List<CompletableFuture<UserOutcome>> outcomes = offer(queue, 0, 3);

    CompletableFuture<List<UserOutcome>> seen =
        queue.flush().thenApply(none -> done(outcomes)).toCompletableFuture();
    simulation.time.advance(Duration.ofMillis(150));

    assertThat(seen.getNow(List.of())).hasSize(3).doesNotContainNull();
  }

  @Test
  void flush_queuedUpdates_completesWithTheirOutcomes() {
    Simulation simulation = healthy();
    AudienceQueue queue = simulation.forwarder.queue().build();
    List<CompletableFuture<UserOutcome>> outcomes = offer(queue, 0, 7);

    CompletableFuture<Void> flushed = queue.flush().toCompletableFuture();
    assertThat(flushed).isNotDone();
    simulation.time.advance(Duration.ofMillis(150));

    assertThat(flushed).isCompleted();
    assertThat(done(outcomes)).allMatch(Accepted.class::isInstance);
  }

  @Test
  void offer_refusedKey_queuedUpdatesAreNotSentAndTheNextRequestIsTheProbe() {
    boolean[] fixed = new boolean[1];
    Simulation simulation =
        simulation(
            (request, objects) ->
                fixed[0]
                    ? ScriptedResponse.of(201, SUCCESS)
                    : ScriptedResponse.of(401, "{\"message\":\"x\"}"));
    AudienceQueue queue = simulation.forwarder.queue().build();

    List<CompletableFuture<UserOutcome>> refused = offer(queue, 0, 100);
    simulation.time.advance(Duration.ofMillis(150));
    assertThat(done(refused)).allMatch(o -> o.reason().orElseThrow() == Reason.UNAUTHORIZED);
    assertThat(simulation.braze.requests()).isEqualTo(1);

    fixed[0] = true;
    List<CompletableFuture<UserOutcome>> later = offer(queue, 1_000, 1_300);
    assertThat(simulation.braze.sizes()).as("one request alone").containsExactly(75, 75);
    simulation.time.advance(Duration.ofSeconds(3));
    assertThat(done(later)).allMatch(Accepted.class::isInstance);
  }

  @Test
  void close_forwarderWithQueuedUpdates_everyUpdateHasAnOutcome() {
    Simulation simulation =
        simulation((request, objects) -> ScriptedResponse.failure(Delivery.NOT_SENT));
    AudienceQueue queue = simulation.forwarder.queue().build();
    List<CompletableFuture<UserOutcome>> outcomes = offer(queue, 0, 100);

    simulation.forwarder.close();
    queue.close();

    assertThat(done(outcomes)).doesNotContainNull().noneMatch(Accepted.class::isInstance);
    UserOutcome late = done(offer(queue, 200, 201)).get(0);
    assertThat(late.reason()).contains(Reason.CLOSED);
  }
}
