package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.CallFinished;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.SneakyThrow;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests listeners, handlers, iterators and executors of the caller that throw. */
@Timeout(120)
class HostileCallerTest {
  static Stream<Throwable> throwables() {
    return Stream.<Throwable>of(
            new IllegalStateException("thrown by the caller's code"),
            new AssertionError("thrown by the caller's code"),
            new NoClassDefFoundError("thrown by the caller's code"),
            new IOException("thrown by the caller's code"))
        .peek(thrown -> thrown.setStackTrace(new StackTraceElement[0])); // keeps the log short
  }

  /** Listener that throws at every event and records the events. */
  private static final class ThrowingListener implements ForwarderListener {
    private final Throwable thrown;
    private final Set<Class<?>> events = new HashSet<>();

    ThrowingListener(Throwable thrown) {
      this.thrown = thrown;
    }

    private void recordAndThrow(Object event) {
      events.add(event.getClass());
      SneakyThrow.<Void, RuntimeException>sneakyThrow(thrown);
    }

    @Override
    public void attemptStarted(AttemptStarted event) {
      recordAndThrow(event);
    }

    @Override
    public void attemptFinished(AttemptFinished event) {
      recordAndThrow(event);
    }

    @Override
    public void retryScheduled(RetryScheduled event) {
      recordAndThrow(event);
    }

    @Override
    public void batchSplit(BatchSplit event) {
      recordAndThrow(event);
    }

    @Override
    public void batchesHeld(BatchesHeld event) {
      recordAndThrow(event);
    }

    @Override
    public void batchesReleased(BatchesReleased event) {
      recordAndThrow(event);
    }

    @Override
    public void callFinished(CallFinished event) {
      recordAndThrow(event);
    }
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void forward_listenerThrowsAtEveryEvent_everyUpdateHasAnOutcome(Throwable thrown) {
    ThrowingListener listener = new ThrowingListener(thrown);
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                request < 4
                    ? ScriptedResponse.failure(Delivery.NOT_SENT)
                    : objects.size() > 40
                        ? ScriptedResponse.of(400, "")
                        : ScriptedResponse.of(201, SUCCESS),
            builder -> builder.maxInFlight(2).listener(listener));

    assertThat(simulation.forwarder.forward(Simulation.users(300)).accepted()).isEqualTo(300);
    assertThat(
            simulation
                .forwarder
                .forwardAll(Simulation.users(300).iterator(), outcome -> {})
                .accepted())
        .isEqualTo(300);
    assertThat(listener.events).hasSize(7);
    simulation.forwarder.close();
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void forwardAll_handlerThrows_endsTheCallAndRethrows(Throwable thrown) {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder -> builder.maxInFlight(2));

    assertThatThrownBy(
            () ->
                simulation.forwarder.forwardAll(
                    Simulation.users(10_000).iterator(),
                    outcome -> SneakyThrow.<Void, RuntimeException>sneakyThrow(thrown)))
        .isSameAs(thrown);

    int started = simulation.braze.requests();
    simulation.time.advance(Duration.ofMinutes(10));
    assertThat(simulation.braze.requests()).isEqualTo(started).isLessThan(10);
    simulation.forwarder.close();
    assertThat(simulation.time.runNext()).as("a task is left").isFalse();
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void forwardAll_iteratorThrows_earlierUpdatesHaveOutcomes(Throwable thrown) {
    Simulation simulation =
        new Simulation(
            1, (request, objects) -> ScriptedResponse.of(201, SUCCESS), builder -> builder);
    Iterator<AudienceUpdate> updates = Simulation.users(200).iterator();
    List<UserOutcome> outcomes = new ArrayList<>();

    assertThatThrownBy(
            () ->
                simulation.forwarder.forwardAll(
                    new Iterator<AudienceUpdate>() {
                      @Override
                      public boolean hasNext() {
                        return true;
                      }

                      @Override
                      public AudienceUpdate next() {
                        return updates.hasNext()
                            ? updates.next()
                            : SneakyThrow.<AudienceUpdate, RuntimeException>sneakyThrow(thrown);
                      }
                    },
                    outcomes::add))
        .isSameAs(thrown);

    if (!(thrown instanceof Error)) {
      assertThat(outcomes).hasSize(200);
    }
    simulation.time.advance(Duration.ofMinutes(10));
    simulation.forwarder.close();
    assertThat(simulation.time.runNext()).as("a task is left").isFalse();
  }

  @Test
  void forward_nullUpdate_throwsWithItsIndexAndSendsNothing() {
    Simulation simulation =
        new Simulation(
            1, (request, objects) -> ScriptedResponse.of(201, SUCCESS), builder -> builder);
    List<AudienceUpdate> updates = Arrays.asList(Simulation.update("u", 1), null);

    assertThatThrownBy(() -> simulation.forwarder.forward(updates))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("1");
    assertThatThrownBy(() -> simulation.forwarder.forwardAsync(updates))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("1");
    assertThatThrownBy(() -> simulation.forwarder.plan(updates))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("1");
    List<UserOutcome> outcomes = new ArrayList<>();
    assertThatThrownBy(() -> simulation.forwarder.forwardAll(updates.iterator(), outcomes::add))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("1");
    assertThat(outcomes).hasSize(1);
  }

  static Stream<RuntimeException> refusals() {
    return Stream.of(
        new RejectedExecutionException("shut down"), new IllegalStateException("no more tasks"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void forwardAsync_callbackExecutorRejects_outcomesArrive(RuntimeException refusal) {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder ->
                builder.callbackExecutor(
                    task -> {
                      throw refusal;
                    }));
    var call = simulation.forwarder.forwardAsync(Simulation.users(3));
    AudienceQueue queue = simulation.forwarder.queue().build();
    List<CompletionStage<UserOutcome>> queued = new ArrayList<>();
    for (AudienceUpdate update : Simulation.users(3)) {
      queued.add(queue.offer(update).orElseThrow());
    }
    queue.flush();
    simulation.time.advance(Duration.ofSeconds(5));

    ForwardReport report = call.report().toCompletableFuture().getNow(null);
    assertThat(report).isNotNull();
    assertThat(report.accepted()).isEqualTo(3);
    assertThat(queued).allMatch(stage -> stage.toCompletableFuture().isDone());
    simulation.forwarder.close();
  }

  @Test
  void forwardAsync_callbackExecutorRunsAndThrows_outcomesArriveOnce() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder ->
                builder.callbackExecutor(
                    task -> {
                      task.run();
                      throw new IllegalStateException("done, but cannot say so");
                    }));
    AudienceQueue queue = simulation.forwarder.queue().build();
    List<UserOutcome> outcomes = new ArrayList<>();
    for (AudienceUpdate update : Simulation.users(3)) {
      queue.offer(update).orElseThrow().thenAccept(outcomes::add);
    }
    var flushed = queue.flush();
    simulation.time.advance(Duration.ofSeconds(5));

    assertThat(outcomes).hasSize(3);
    assertThat(flushed.toCompletableFuture()).isCompleted();
    simulation.forwarder.close();
  }
}
