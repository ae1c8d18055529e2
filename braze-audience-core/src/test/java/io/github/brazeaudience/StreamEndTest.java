package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that a stream ends although its source never does. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamEndTest {
  private final List<UserOutcome> outcomes = new ArrayList<>();
  private final Endless updates = new Endless();
  private final Simulation simulation =
      new Simulation(
          1, (request, objects) -> ScriptedResponse.of(201, SUCCESS), builder -> builder);

  /** Infinite source of updates. */
  private static final class Endless implements Iterator<AudienceUpdate> {
    private int pulled;

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public AudienceUpdate next() {
      pulled++;
      return Simulation.update("u-" + pulled, pulled);
    }
  }

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  /** {@return a handler that runs an action once it has received some outcomes} */
  private OutcomeHandler afterOutcomes(int count, Runnable action) {
    return outcome -> {
      outcomes.add(outcome);
      if (outcomes.size() == count) {
        action.run();
      }
    };
  }

  private void assertSomeNotSent(Reason reason) {
    assertThat(outcomes)
        .filteredOn(NotSent.class::isInstance)
        .isNotEmpty()
        .allMatch(outcome -> outcome.reason().orElseThrow() == reason);
  }

  private void assertEachPulledHasItsOutcome(ForwardSummary summary) {
    assertThat(summary.truncated()).isTrue();
    assertThat(summary.complete()).isFalse();
    assertThat(summary.updates()).isEqualTo(updates.pulled);
    simulation.assertConsistent(outcomes, updates.pulled);
  }

  @Test
  void forwardAll_interrupted_pullsNoMoreAndRestoresTheInterrupt() {
    simulation.time.schedule(Thread.currentThread()::interrupt, Duration.ofSeconds(1));
    ForwardSummary summary = simulation.forwarder.forwardAll(updates, outcomes::add);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(summary.accepted()).isPositive();
    assertSomeNotSent(Reason.CANCELLED);
    assertEachPulledHasItsOutcome(summary);
  }

  @Test
  void forwardAll_interruptedBefore_pullsNothing() {
    Thread.currentThread().interrupt();
    ForwardSummary summary = simulation.forwarder.forwardAll(updates, outcomes::add);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(updates.pulled).isZero();
    assertEachPulledHasItsOutcome(summary);
  }

  @Test
  void forwardAll_interruptedByItsHandler_returns() {
    ForwardSummary summary =
        simulation.forwarder.forwardAll(
            updates, afterOutcomes(1_000, Thread.currentThread()::interrupt));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(summary.accepted()).isGreaterThanOrEqualTo(1_000);
    assertEachPulledHasItsOutcome(summary);
  }

  @Test
  void forwardAll_forwarderClosedByAnotherThread_returns() {
    simulation.time.onOtherThread(simulation.forwarder::close, Duration.ofSeconds(1));
    ForwardSummary summary = simulation.forwarder.forwardAll(updates, outcomes::add);

    assertThat(summary.accepted()).isPositive();
    assertSomeNotSent(Reason.CLOSED);
    assertEachPulledHasItsOutcome(summary);
  }

  @Test
  void forwardAll_forwarderClosedByTheHandler_returnsAtOnce() {
    ForwardSummary summary =
        simulation.forwarder.forwardAll(updates, afterOutcomes(1_000, this::closeAtOnce));

    assertThat(summary.accepted()).isGreaterThanOrEqualTo(1_000);
    assertEachPulledHasItsOutcome(summary);
  }

  @Test
  void forwardAll_forwarderClosedByTheIterator_returnsAtOnce() {
    Iterator<AudienceUpdate> closing =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public AudienceUpdate next() {
            if (updates.pulled == 1_000) {
              closeAtOnce();
            }
            return updates.next();
          }
        };

    assertEachPulledHasItsOutcome(simulation.forwarder.forwardAll(closing, outcomes::add));
  }

  /** The transport ends an aborted exchange at once, so the call does not wait. */
  private void closeAtOnce() {
    Duration begin = simulation.time.elapsed();
    simulation.forwarder.close();
    assertThat(simulation.time.elapsed().minus(begin)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void forwardAll_forwarderClosedBefore_pullsUpToTheLimitInFlight() {
    simulation.forwarder.close();
    ForwardSummary summary =
        simulation.forwarder.forwardAll(Simulation.users(1_000).iterator(), outcome -> {});
    assertThat(summary.notSent()).isEqualTo(1_000);
    assertThat(summary.truncated()).isFalse();

    ForwardSummary endless = simulation.forwarder.forwardAll(updates, outcomes::add);
    assertThat(endless.notSent()).isEqualTo(2 * 16 * 75);
    assertEachPulledHasItsOutcome(endless);
  }

  @Test
  void forwardAll_refusedKey_remainingUpdatesArePulledAndHaveOutcomes() {
    Simulation refused =
        new Simulation(1, (request, objects) -> ScriptedResponse.of(401, ""), builder -> builder);
    ForwardSummary summary =
        refused.forwarder.forwardAll(Simulation.users(10_000).iterator(), outcomes::add);

    assertThat(summary.notSent()).isEqualTo(10_000);
    refused.assertConsistent(outcomes, 10_000);
  }
}
