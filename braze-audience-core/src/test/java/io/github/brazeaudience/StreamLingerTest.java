package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what a stream sends and handles while its source pauses. */
class StreamLingerTest {
  private static final Duration LINGER = Duration.ofSeconds(1);
  private static final Duration LATENCY = Duration.ofMillis(50);

  private final List<UserOutcome> outcomes = new ArrayList<>();
  private Simulation simulation = accepting(builder -> builder);

  private static Simulation accepting(Simulation.Policies policies) {
    return new Simulation(
        1, (request, objects) -> ScriptedResponse.of(201, SUCCESS).withLatency(LATENCY), policies);
  }

  /** Source with updates, then an action while it waits, then the end. */
  private static class Pausing implements Iterator<AudienceUpdate> {
    private final List<AudienceUpdate> updates;
    private final Runnable pause;
    private int pulled;
    private boolean paused;

    Pausing(List<AudienceUpdate> updates, Runnable pause) {
      this.updates = updates;
      this.pause = pause;
    }

    @Override
    public boolean hasNext() {
      if (pulled == updates.size() && !paused) {
        paused = true;
        pause.run();
      }
      return pulled < updates.size();
    }

    @Override
    public AudienceUpdate next() {
      if (pulled == updates.size()) {
        throw new NoSuchElementException();
      }
      return updates.get(pulled++);
    }
  }

  /** Iterator that handles outcomes every 100 ms while it waits. */
  private final class Waiting extends Pausing implements WaitingIterator<AudienceUpdate> {
    private Runnable handleOutcomes = () -> {};

    Waiting(List<AudienceUpdate> updates) {
      super(updates, () -> {});
    }

    @Override
    public void whileWaiting(Runnable handle) {
      handleOutcomes = handle;
    }

    @Override
    public boolean hasNext() {
      boolean more = super.hasNext();
      for (int step = 0; step < 20 && !more; step++) {
        simulation.time.advance(Duration.ofMillis(100));
        handleOutcomes.run();
      }
      return more;
    }
  }

  private void advance(Duration duration) {
    simulation.time.advance(duration);
  }

  private ForwardSummary forwardAll(Iterator<AudienceUpdate> updates) {
    return simulation.forwarder.forwardAll(updates, outcomes::add);
  }

  @Test
  void forwardAll_iteratorBlocks_sendsThePulledUpdatesAfterTheLinger() {
    List<Integer> requests = new ArrayList<>();
    var source =
        new Pausing(
            Simulation.users(3),
            () -> {
              advance(LINGER.minusMillis(1));
              requests.add(simulation.braze.requests());
              advance(Duration.ofMillis(1));
              requests.add(simulation.braze.requests());
              advance(Duration.ofHours(1));
            });
    ForwardSummary summary = forwardAll(source);

    assertThat(requests).containsExactly(0, 1);
    assertThat(simulation.braze.sizes()).containsExactly(3);
    assertThat(summary.accepted()).isEqualTo(3);
  }

  @Test
  void forwardAll_fullSpeed_sendsFullRequestsWithoutLingering() {
    ForwardSummary summary = forwardAll(Simulation.users(75 * 40).iterator());

    assertThat(summary.accepted()).isEqualTo(75 * 40);
    assertThat(simulation.braze.sizes()).hasSize(40).containsOnly(75);
    assertThat(simulation.time.elapsed()).isLessThan(LINGER);
  }

  @Test
  void forwardAll_fullSpeedForLong_sendsNoPartialRequest() {
    simulation = accepting(builder -> builder.maxInFlight(1));
    forwardAll(Simulation.users(75 * 200).iterator());

    assertThat(simulation.time.elapsed()).isGreaterThan(LINGER.multipliedBy(5));
    assertThat(simulation.braze.sizes()).hasSize(200).containsOnly(75);
  }

  @ParameterizedTest
  @CsvSource({"0, 300", "100, 300", "1000, 300", "1000, 20", "3000, 1000"})
  void forwardAll_slowSource_noUpdateWaitsLongerThanTheLinger(long lingerMillis, long everyMillis) {
    Duration linger = Duration.ofMillis(lingerMillis);
    List<Duration> sentAfter = new ArrayList<>();
    List<Duration> pulledAt = new ArrayList<>();
    VirtualTime time = new VirtualTime();
    simulation =
        new Simulation(
            time,
            1,
            BrazeAudienceConfig.builder().restApiKey("test-key").build(),
            (request, objects) -> {
              objects.forEach(
                  object -> sentAfter.add(time.elapsed().minus(pulledAt.get(sentAfter.size()))));
              return ScriptedResponse.of(201, SUCCESS);
            },
            builder -> builder.streamLinger(linger));
    Iterator<AudienceUpdate> slow =
        Simulation.users(500).stream()
            .peek(
                update -> {
                  advance(Duration.ofMillis(everyMillis));
                  pulledAt.add(time.elapsed());
                })
            .iterator();
    forwardAll(slow);

    assertThat(sentAfter).hasSize(500).allMatch(waited -> waited.compareTo(linger) <= 0);
    simulation.assertConsistent(outcomes, 500);
  }

  @Test
  void forwardAll_someUpdatesWaitForTheirUsers_othersAreSentAfterTheLinger() {
    Simulation busy =
        new Simulation(
            1,
            (request, objects) ->
                ScriptedResponse.of(201, SUCCESS)
                    .withLatency(Duration.ofSeconds(request == 0 ? 20 : 0)),
            builder -> builder);
    simulation = busy;
    var first = busy.forwarder.forwardAsync(Simulation.users(10));
    var source =
        new Pausing(
            Simulation.users(75),
            () -> {
              advance(LINGER);
              assertThat(busy.braze.sizes()).containsExactly(10, 65);
              advance(Duration.ofSeconds(30));
              assertThat(busy.braze.sizes()).containsExactly(10, 65, 10);
            });
    ForwardSummary summary = forwardAll(source);

    assertThat(first.report().toCompletableFuture()).isCompleted();
    assertThat(summary.accepted()).isEqualTo(75);
  }

  @Test
  void forwardAll_iteratorReturns_outcomesAreHandledBeforeTheNextPull() {
    List<Integer> handled = new ArrayList<>();
    Iterator<AudienceUpdate> slow =
        Simulation.users(4).stream()
            .peek(
                update -> {
                  handled.add(outcomes.size());
                  advance(Duration.ofSeconds(5));
                })
            .iterator();
    forwardAll(slow);

    assertThat(handled).containsExactly(0, 0, 1, 2);
    assertThat(outcomes).hasSize(4).allMatch(Accepted.class::isInstance);
  }

  @Test
  void forwardAll_updateWithoutARequest_itsOutcomeIsHandledBeforeTheNextPull() {
    List<Integer> handled = new ArrayList<>();
    AudienceUpdate nobody = MembershipSnapshot.of(UserProfile.builder().build(), Audience.of(1));
    forwardAll(
        List.of(nobody, nobody, nobody).stream()
            .peek(update -> handled.add(outcomes.size()))
            .iterator());

    assertThat(handled).containsExactly(0, 1, 2);
    assertThat(outcomes).allMatch(o -> o.reason().orElseThrow() == Reason.NO_IDENTIFIER);
  }

  @Test
  void forwardAll_waitingIterator_outcomesAreHandledWhileItWaits() {
    List<Integer> handled = new ArrayList<>();
    Waiting source = new Waiting(Simulation.users(3));
    simulation.time.schedule(() -> handled.add(outcomes.size()), LINGER);
    simulation.time.schedule(
        () -> handled.add(outcomes.size()), LINGER.plus(LATENCY).plusMillis(100));
    forwardAll(source);

    assertThat(handled).containsExactly(0, 3);
  }

  @Test
  void forwardAll_handlerThrowsWhileTheIteratorWaits_cancelsAndThrows() {
    IllegalStateException thrown = new IllegalStateException("of the handler");
    Waiting source = new Waiting(Simulation.users(3));
    assertThatThrownBy(
            () ->
                simulation.forwarder.forwardAll(
                    source,
                    outcome -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
  }

  @Test
  void forwardAll_keyRefusedWhileTheIteratorBlocks_laterUpdatesAreNotSent() {
    simulation =
        new Simulation(1, (request, objects) -> ScriptedResponse.of(401, ""), builder -> builder);
    Iterator<AudienceUpdate> slow =
        Simulation.users(5).stream().peek(update -> advance(LINGER.plusMillis(1))).iterator();
    forwardAll(slow);

    assertThat(simulation.braze.requests()).isEqualTo(1);
    assertThat(outcomes).hasSize(5).allMatch(o -> o.reason().orElseThrow() == Reason.UNAUTHORIZED);
  }

  @Test
  void forwardAll_schedulerRejectsTasks_everyUpdateHasAnOutcome() {
    simulation =
        accepting(
            builder ->
                builder.scheduler(
                    (task, delay) -> {
                      throw new RejectedExecutionException("shut down");
                    }));
    forwardAll(Simulation.users(100).iterator());

    assertThat(outcomes).hasSize(100);
  }

  @ParameterizedTest
  @CsvSource({"-PT0.001S", "PT1H0.001S"})
  void streamLinger_outOfRange_throws(Duration linger) {
    assertThatThrownBy(() -> accepting(builder -> builder.streamLinger(linger)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`streamLinger` must be between 0 and PT1H");
  }
}
