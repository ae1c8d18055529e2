package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.SimulatedCallers;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a membership store that does not return affects only the updates using it. */
class StalledStoreTest extends StoreFailureFixture {
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private void assertTook(Duration begin, Duration most) {
    assertThat(simulation.time.elapsed().minus(begin)).isLessThanOrEqualTo(most);
  }

  @Test
  void forward_storeReadDoesNotReturn_endsByTheDeadlineAndLaterCallsUseTheStore() {
    thread.blocks = true;
    Duration begin = simulation.time.elapsed();
    ForwardReport report = simulation.forwarder.forward(Simulation.users(200));

    assertTook(begin, DEADLINE.plus(SimulatedCallers.END_TOLERANCE));
    assertThat(report.outcomes())
        .allMatch(outcome -> outcome.reason().orElseThrow() == Reason.STORE_UNAVAILABLE);
    thread.goesOn();
    assertThat(simulation.forwarder.forward(Simulation.users(200)).accepted()).isEqualTo(200);
  }

  @Test
  void forward_storeMarkDoesNotReturn_endsByTheDeadlineAndSendsNothing() {
    thread.blocksAfter = 1;
    Duration begin = simulation.time.elapsed();
    ForwardReport report = simulation.forwarder.forward(Simulation.users(200));

    assertTook(begin, DEADLINE.plus(SimulatedCallers.END_TOLERANCE));
    assertThat(report.notSent()).isEqualTo(200);
    assertThat(simulation.braze.requests()).isZero();
    thread.goesOn();
    assertThat(simulation.forwarder.forward(Simulation.users(200)).accepted()).isEqualTo(200);
  }

  @Test
  void forward_storeSettleDoesNotReturn_isReportedAndTheNextWriteOfTheUserWaits() {
    thread.blocksAfter = 2;
    Duration begin = simulation.time.elapsed();

    assertThat(forwardOne(1)).isInstanceOf(Accepted.class);
    assertTook(begin, SimulatedCallers.END_TOLERANCE);
    CompletionStage<ForwardReport> next =
        simulation.forwarder.forwardAsync(List.of(Simulation.update("u", 2))).report();
    simulation.time.advance(Duration.ofSeconds(30));
    assertThat(simulation.braze.requests()).isEqualTo(1);
    thread.goesOn();
    simulation.time.advance(Duration.ofSeconds(30));
    assertThat(next.toCompletableFuture().getNow(null).accepted()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void close_storeDoesNotReturn_returnsAnyway(int callsBefore) {
    thread.blocksAfter = callsBefore;
    CompletionStage<ForwardReport> report =
        simulation.forwarder.forwardAsync(Simulation.users(200)).report();
    simulation.time.advance(Duration.ofMillis(50));
    Duration begin = simulation.time.elapsed();
    simulation.forwarder.close();

    assertTook(begin, SimulatedCallers.END_TOLERANCE);
    assertThat(report.toCompletableFuture().getNow(null).outcomes()).hasSize(200);
  }

  @Test
  void queueAndStream_storeDoesNotReturn_endEachUpdateByItsDeadline() throws Exception {
    AudienceQueue queue = simulation.forwarder.queue().build();
    thread.blocks = true;
    CompletionStage<UserOutcome> queued = queue.submit(Simulation.update("q", 1));
    Duration begin = simulation.time.elapsed();
    queue.close();
    List<AudienceUpdate> updates = List.of(Simulation.update("s", 2));
    ForwardSummary streamed = simulation.forwarder.forwardAll(updates.iterator(), outcome -> {});

    assertThat(queued.toCompletableFuture().join().reason()).contains(Reason.STORE_UNAVAILABLE);
    assertThat(streamed.notSent()).isEqualTo(1);
    assertTook(begin, DEADLINE.multipliedBy(2).plus(SimulatedCallers.END_TOLERANCE));
  }
}
