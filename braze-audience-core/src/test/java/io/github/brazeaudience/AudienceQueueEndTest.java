package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests closing a queue, its forwarder and its executors in any order, on the forwarder's threads.
 */
@Timeout(120)
class AudienceQueueEndTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** Responds at once, on the calling thread. */
  private static final class Braze implements BrazeTransport {
    private final CompletableFuture<TransportResponse> response = new CompletableFuture<>();

    @Override
    public Exchange start(TransportRequest request) {
      return new Exchange() {
        @Override
        public CompletionStage<TransportResponse> response() {
          return response;
        }

        @Override
        public void abort() {
          respond();
        }
      };
    }

    void respond() {
      response.complete(
          TransportResponse.of(
              201, Map.of(), SimulatedBraze.SUCCESS.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {}
  }

  private final Braze braze = new Braze();

  private AudienceForwarderBuilder builder() {
    return AudienceForwarder.builder(
        BrazeAudienceConfig.builder().restApiKey("test-key").build(), braze);
  }

  private static CompletableFuture<UserOutcome> offer(AudienceQueue queue, int user) {
    return queue
        .offer(Simulation.update("u-" + user, user + 1))
        .orElseThrow()
        .toCompletableFuture();
  }

  private static UserOutcome outcome(CompletableFuture<UserOutcome> stage) throws Exception {
    return stage.get(60, TimeUnit.SECONDS);
  }

  @Test
  void close_forwarderWithALingeringUpdate_doesNotSendTheUpdate() throws Exception {
    AudienceForwarder forwarder = builder().build();
    AudienceQueue queue = forwarder.queue().linger(LONG).build();
    CompletableFuture<UserOutcome> lingering = offer(queue, 1);
    forwarder.close();

    assertThat(outcome(lingering).reason()).contains(Reason.CLOSED);
    assertThat(outcome(offer(queue, 2)).reason()).contains(Reason.CLOSED);
    queue.close();
  }

  @Test
  void close_forwarderBeforeTheFirstUpdate_doesNotSendTheUpdate() throws Exception {
    AudienceForwarder forwarder = builder().build();
    AudienceQueue queue = forwarder.queue().linger(LONG).build();
    forwarder.close();

    assertThat(outcome(offer(queue, 1)).reason()).contains(Reason.CLOSED);
    assertThat(outcome(offer(queue, 2)).reason()).contains(Reason.CLOSED);
    forwarder.close();
    queue.close();
  }

  @Test
  void close_calledByADependentStage_returns() throws Exception {
    AudienceForwarder forwarder = builder().build();
    AudienceQueue queue = forwarder.queue().linger(LONG).build();
    CompletableFuture<UserOutcome> first = offer(queue, 0);
    CompletableFuture<Void> closed = first.thenAccept(outcome -> queue.close());
    List<CompletableFuture<UserOutcome>> others = new ArrayList<>();
    for (int i = 1; i < 10; i++) {
      others.add(offer(queue, i));
    }
    queue.flush();
    braze.respond();

    closed.get(60, TimeUnit.SECONDS);
    for (CompletableFuture<UserOutcome> other : others) {
      assertThat(outcome(other)).isInstanceOf(Accepted.class);
    }
    forwarder.close();
  }

  @Test
  void flush_outcomesNotYetDelivered_waitsForTheirStages() {
    braze.respond();
    Queue<Runnable> callbacks = new ArrayDeque<>();
    AudienceForwarder forwarder = builder().callbackExecutor(callbacks::add).build();
    AudienceQueue queue = forwarder.queue().linger(LONG).build();
    CompletableFuture<UserOutcome> outcome = offer(queue, 0);
    CompletableFuture<Void> flushed = queue.flush().toCompletableFuture();
    CompletableFuture<Void> flushedAgain = queue.flush().toCompletableFuture();

    assertThat(callbacks).as("the outcome is known").hasSize(1);
    assertThat(flushed).isNotDone();
    assertThat(flushedAgain).isNotDone();
    callbacks.remove().run();
    assertThat(outcome).isCompletedWithValueMatching(Accepted.class::isInstance);
    assertThat(flushed).isCompleted();
    assertThat(flushedAgain).isCompleted();
    assertThat(queue.flush().toCompletableFuture()).as("nothing is left").isCompleted();
    queue.close();
    forwarder.close();
  }

  @Test
  void submit_calledByADependentStage_isAccepted() throws Exception {
    braze.respond();
    AudienceForwarder forwarder = builder().minUserWriteInterval(Duration.ZERO).build();
    AudienceQueue queue = forwarder.queue().capacity(1).linger(Duration.ZERO).build();
    CompletableFuture<UserOutcome> second =
        offer(queue, 0)
            .thenCompose(
                outcome -> {
                  try {
                    return queue.submit(outcome.update());
                  } catch (InterruptedException e) {
                    return CompletableFuture.failedFuture(e);
                  }
                });

    assertThat(outcome(second)).isInstanceOf(Accepted.class);
    queue.close();
    forwarder.close();
  }

  @Test
  void close_interrupted_cancelsAndRestoresTheInterrupt() {
    AudienceForwarder forwarder = builder().callbackExecutor(Runnable::run).build();
    AudienceQueue queue = forwarder.queue().linger(LONG).build();
    CompletableFuture<UserOutcome> waiting = offer(queue, 0);
    queue.flush();
    Thread.currentThread().interrupt();
    queue.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(waiting).isCompleted();
    forwarder.close();
  }

  @Test
  void close_schedulerShutDownBefore_everyUpdateHasAnOutcome() throws Exception {
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    AudienceForwarder forwarder = builder().scheduler(TaskScheduler.over(timer)).build();
    AudienceQueue queue = forwarder.queue().linger(LONG).build();
    timer.shutdownNow();

    assertThat(forwarder.forward(Simulation.users(1)).notSent()).isEqualTo(1);
    assertThat(forwarder.forwardAll(Simulation.users(100).iterator(), o -> {}).notSent())
        .isEqualTo(100);
    assertThat(outcome(offer(queue, 1)).reason()).contains(Reason.CLOSED);
    forwarder.close();
    queue.close();
  }
}
