package io.github.brazeaudience;

import io.github.brazeaudience.event.CallFinished;
import io.github.brazeaudience.internal.engine.DeliveryEngine;
import io.github.brazeaudience.internal.engine.EngineSettings;
import io.github.brazeaudience.internal.engine.UpdateMerger;
import io.github.brazeaudience.internal.processing.ProcessingTracker;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.time.Duration;
import java.util.function.Consumer;

/** The parts of a forwarder that its calls and queues share. */
record CallContext(
    PayloadBuilder payload,
    boolean hasStore,
    EngineSettings settings,
    DeliveryEngine engine,
    ProcessingTracker processing,
    InterruptibleWait callerWait) {

  /** {@return a merger that passes the outcomes of unsent updates to a consumer} */
  UpdateMerger merger(Consumer<UserOutcome> unsent) {
    return new UpdateMerger(payload, hasStore, unsent);
  }

  long nanoTime() {
    return settings.time().nanoTime();
  }

  /** {@return the time after which a call is overdue and its engine is woken} */
  Duration overdueAfter() {
    return settings.retryPolicy().deadline().plus(InterruptibleWait.OVERDUE);
  }

  void callFinished(ForwardSummary summary, long startedAtNanos) {
    CallFinished event = new CallFinished(summary, Duration.ofNanos(nanoTime() - startedAtNanos));
    settings.listener().notify(it -> it.callFinished(event));
  }
}
