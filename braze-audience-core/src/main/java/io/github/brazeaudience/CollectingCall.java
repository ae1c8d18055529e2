package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.event.CallFinished;
import io.github.brazeaudience.internal.engine.Delivery;
import io.github.brazeaudience.internal.engine.DeliverySettings;
import io.github.brazeaudience.internal.engine.DeliverySink;
import io.github.brazeaudience.internal.engine.UpdateWindow;
import io.github.brazeaudience.outcome.ForwardCall;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A call over a collection: all updates of a user are merged, and the outcomes are put back in the
 * order of the inputs.
 */
final class CollectingCall implements ForwardCall, DeliverySink {
  private final List<AudienceUpdate> updates;
  private final DeliverySettings settings;
  private final Executor callbacks;
  private final UserOutcome[] outcomes;
  private final BlockingQueue<ForwardReport> ended = new ArrayBlockingQueue<>(1);
  private final CompletableFuture<ForwardReport> report = new CompletableFuture<>();
  private final long startedAt;
  private Delivery.@Nullable Handle handle;

  CollectingCall(List<AudienceUpdate> updates, DeliverySettings settings, Executor callbacks) {
    this.updates = updates;
    this.settings = settings;
    this.callbacks = callbacks;
    this.outcomes = new UserOutcome[updates.size()];
    this.startedAt = settings.timeSource().nanoTime();
  }

  void start(PayloadBuilder payload, Delivery delivery) {
    UpdateWindow window =
        new UpdateWindow(
            payload,
            settings.membership() != null,
            outcome -> outcomes[Math.toIntExact(outcome.index())] = outcome);
    for (int i = 0; i < updates.size(); i++) {
      window.add(i, updates.get(i));
    }
    window.settle();
    Delivery.Handle opened = delivery.open(this, true);
    handle = opened;
    try {
      opened.submit(window.take());
      opened.noMoreComes();
    } catch (Throwable e) {
      // The caller gets it instead of a report, so that nothing of the call goes on.
      opened.cancel();
      opened.noMoreComes();
      throw e;
    }
  }

  @Override
  public void finished(List<UserOutcome> finished) {
    finished.forEach(outcome -> outcomes[Math.toIntExact(outcome.index())] = outcome);
  }

  @Override
  public void done(Totals totals) {
    ForwardSummary.Builder counts = ForwardSummary.builder();
    Arrays.stream(outcomes).forEach(counts::add);
    ForwardSummary summary =
        counts.requests(totals.requests()).dataPoints(totals.dataPoints()).build();
    ForwardReport made = ForwardReport.of(Arrays.asList(outcomes), summary, totals.errors());
    Duration took = Duration.ofNanos(settings.timeSource().nanoTime() - startedAt);
    settings.listener().callFinished(new CallFinished(summary, took));
    var unused = ended.offer(made);
    callbacks.execute(() -> report.complete(made));
  }

  @Override
  public CompletionStage<ForwardReport> report() {
    return report.minimalCompletionStage();
  }

  @Override
  public void cancel() {
    Objects.requireNonNull(handle, "a started call has a handle").cancel();
  }

  /**
   * Waits for the report; an interrupt cancels the call and is restored. A call that is overdue is
   * ended from here, on this thread, if the timer does not.
   */
  ForwardReport await(CallerWait callerWait) {
    boolean interrupted = false;
    Duration limit = settings.retryPolicy().deadline().plus(CallerWait.OVERDUE);
    try {
      while (true) {
        try {
          ForwardReport made = callerWait.take(ended, limit);
          if (made != null) {
            return made;
          }
          Objects.requireNonNull(handle, "a started call has a handle").wake();
          limit = CallerWait.WAKING;
        } catch (InterruptedException e) {
          interrupted = true;
          cancel();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
