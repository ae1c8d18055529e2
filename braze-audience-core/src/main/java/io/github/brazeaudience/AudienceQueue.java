package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.engine.DeliveryEngine;
import io.github.brazeaudience.outcome.Processing;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Queue that collects single updates into full requests. A request is sent when it is full, or when
 * an update has waited for the linger. The queue is bounded: it holds at most its capacity of
 * updates, including those in flight, and never drops one. Each update has its own outcome.
 *
 * <p>If Braze refuses the key or the endpoint, all queued updates are {@code NotSent}, and the next
 * request is sent alone, as a probe. Thread-safe. Stages that depend on an outcome run one after
 * another on a thread of the forwarder. They may use and close the queue, but a slow stage delays
 * the others, and a stage that waits for another outcome or for a flush deadlocks.
 */
public final class AudienceQueue implements AutoCloseable {
  private final CallContext context;
  private final PendingOutcomes outcomes;
  private final QueueDispatcher dispatcher;

  AudienceQueue(
      CallContext context,
      PendingOutcomes outcomes,
      Duration linger,
      @Nullable RedeliveryPolicy policy,
      RandomGenerator random) {
    this.context = context;
    this.outcomes = outcomes;
    this.dispatcher = new QueueDispatcher(context, outcomes, linger, policy, random);
  }

  /**
   * Adds an update if the queue is not full.
   *
   * @return the future outcome; empty if the queue is full and the update was not added
   */
  public Optional<CompletionStage<UserOutcome>> offer(AudienceUpdate update) {
    Objects.requireNonNull(update, "update");
    return outcomes.tryReserve() ? Optional.of(dispatcher.add(update)) : Optional.empty();
  }

  /**
   * Adds an update, and waits while the queue is full.
   *
   * @return the future outcome
   * @throws InterruptedException if the thread is interrupted while it waits; the update was not
   *     added
   */
  public CompletionStage<UserOutcome> submit(AudienceUpdate update) throws InterruptedException {
    Objects.requireNonNull(update, "update");
    outcomes.reserve();
    return dispatcher.add(update);
  }

  /**
   * Returns the number of updates without an outcome, including those in flight and those that wait
   * for another delivery. If it is {@link #capacity}, the queue is full.
   */
  public int size() {
    return outcomes.size();
  }

  /** {@return the maximum number of updates in the queue} */
  public int capacity() {
    return outcomes.capacity();
  }

  /**
   * Sends the queued updates without lingering.
   *
   * @return completes when all of them have their outcomes and the stages that depend on these have
   *     run
   */
  public CompletionStage<Void> flush() {
    return dispatcher.flush().minimalCompletionStage();
  }

  /**
   * Returns a handle to wait until Braze has processed the requests that this queue has started so
   * far. Call it after the {@linkplain #flush flush} or close is complete; requests that start
   * later are not covered. Braze tracks a request for 24 hours at most, so if the requests of the
   * queue are not confirmed within 12 hours, the status may stay {@link
   * io.github.brazeaudience.outcome.ProcessingStatus.Unknown} for the life of the queue.
   *
   * <p>Each call starts another request group, and Braze allows 100,000 groups in 24 hours, so call
   * it for many updates, not for each. Without {@link AudienceForwarderBuilder#trackProcessing} the
   * status is {@link io.github.brazeaudience.outcome.ProcessingStatus.Unavailable}.
   */
  public Processing processing() {
    return context.processing().processing(dispatcher.groups());
  }

  /**
   * Closes the queue for further updates, sends the queued ones, and waits until all have their
   * outcomes. If the thread is interrupted, the remaining updates are cancelled, and the interrupt
   * is restored after they have their outcomes. Later updates are {@code NotSent(CLOSED)}. If a
   * stage that depends on an outcome calls this method, it does not wait for the stages that run
   * after it.
   */
  @Override
  public void close() {
    DeliveryEngine.Handle handle = dispatcher.close();
    CompletableFuture<Void> known = outcomes.close();
    context
        .callerWait()
        .awaitUninterruptibly(
            outcomes.onThisThread() ? known : outcomes.all(),
            context.overdueAfter(),
            handle == null ? () -> {} : handle::wake,
            handle == null ? () -> {} : handle::cancel);
  }
}
