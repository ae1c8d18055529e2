package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Tests when refusals of single users mean that the request itself is invalid. */
class BatchSplittingDeliveryTest {
  private boolean fixed;
  private final Simulation simulation =
      new Simulation(
          1,
          (request, objects) ->
              fixed
                  ? ScriptedResponse.of(201, SUCCESS)
                  : ScriptedResponse.of(400, "{\"message\":\"x\"}"),
          builder -> builder);
  private final AudienceQueue queue =
      simulation.forwarder.queue().linger(Duration.ofSeconds(1)).build();

  private CompletableFuture<UserOutcome> offer(String user, int audience) {
    return queue
        .offer(Simulation.update(user, audience))
        .map(CompletionStage::toCompletableFuture)
        .orElseThrow();
  }

  /** Offers users one after the other, each in a separate request. */
  private List<UserOutcome> offerAlone(int count, boolean sameUser) {
    List<UserOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CompletableFuture<UserOutcome> outcome = offer(sameUser ? "same" : "u-" + i, i + 1);
      simulation.time.advance(Duration.ofSeconds(3));
      outcomes.add(outcome.getNow(null));
    }
    return outcomes;
  }

  @Test
  void queue_twoFullRequestsOfUsersRefusedAlone_treatsTheRequestAsInvalid() {
    assertThat(offerAlone(149, false)).allMatch(Rejected.class::isInstance);
    CompletableFuture<UserOutcome> last = offer("u-149", 150);
    queue.flush();
    CompletableFuture<UserOutcome> waiting = offer("u-150", 151);
    simulation.time.advance(Duration.ofMillis(500));

    assertThat(last.getNow(null)).isInstanceOf(Rejected.class);
    assertThat(waiting.getNow(null)).isInstanceOf(NotSent.class);
    assertThat(waiting.getNow(null).reason()).contains(Reason.REQUEST_REFUSED);
    assertThat(waiting.getNow(null).attempts()).isZero();
  }

  @Test
  void queue_oneAcceptedAmongUsersRefusedAlone_rejectsOnlyTheUsers() {
    offerAlone(149, false);
    fixed = true;
    offerAlone(1, true);
    fixed = false;
    CompletableFuture<UserOutcome> last = offer("u-149", 150);
    queue.flush();
    CompletableFuture<UserOutcome> waiting = offer("u-150", 151);
    simulation.time.advance(Duration.ofMillis(500));
    fixed = true;
    simulation.time.advance(Duration.ofSeconds(2));

    assertThat(last.getNow(null)).isInstanceOf(Rejected.class);
    assertThat(waiting.getNow(null)).isInstanceOf(Accepted.class);
  }

  @Test
  void queue_oneUserRefusedAloneRepeatedly_rejectsOnlyTheUser() {
    assertThat(offerAlone(200, true)).allMatch(Rejected.class::isInstance);
    CompletableFuture<UserOutcome> last = offer("same", 201);
    queue.flush();
    CompletableFuture<UserOutcome> waiting = offer("other", 202);
    simulation.time.advance(Duration.ofMillis(500));
    fixed = true;
    simulation.time.advance(Duration.ofSeconds(2));

    assertThat(last.getNow(null)).isInstanceOf(Rejected.class);
    assertThat(waiting.getNow(null)).isInstanceOf(Accepted.class);
  }
}
