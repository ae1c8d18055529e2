package io.github.brazeaudience.event;

import java.util.Objects;
import java.util.function.Consumer;

final class CombinedListener implements ForwarderListener {
  private final ForwarderListener first;
  private final ForwarderListener second;

  CombinedListener(ForwarderListener first, ForwarderListener second) {
    this.first = Objects.requireNonNull(first, "first");
    this.second = Objects.requireNonNull(second, "second");
  }

  @Override
  public void attemptStarted(AttemptStarted event) {
    both(listener -> listener.attemptStarted(event));
  }

  @Override
  public void attemptFinished(AttemptFinished event) {
    both(listener -> listener.attemptFinished(event));
  }

  @Override
  public void retryScheduled(RetryScheduled event) {
    both(listener -> listener.retryScheduled(event));
  }

  @Override
  public void retryHintCorrected(RetryHintCorrected event) {
    both(listener -> listener.retryHintCorrected(event));
  }

  @Override
  public void rateLimitCorrected(RateLimitCorrected event) {
    both(listener -> listener.rateLimitCorrected(event));
  }

  @Override
  public void batchSplit(BatchSplit event) {
    both(listener -> listener.batchSplit(event));
  }

  @Override
  public void readBackDelayed(ReadBackDelayed event) {
    both(listener -> listener.readBackDelayed(event));
  }

  @Override
  public void redeliveryScheduled(RedeliveryScheduled event) {
    both(listener -> listener.redeliveryScheduled(event));
  }

  @Override
  public void requestsDelayed(RequestsDelayed event) {
    both(listener -> listener.requestsDelayed(event));
  }

  @Override
  public void batchesHeld(BatchesHeld event) {
    both(listener -> listener.batchesHeld(event));
  }

  @Override
  public void batchesReleased(BatchesReleased event) {
    both(listener -> listener.batchesReleased(event));
  }

  @Override
  public void maxInFlightChanged(MaxInFlightChanged event) {
    both(listener -> listener.maxInFlightChanged(event));
  }

  @Override
  public void maxObjectsChanged(MaxObjectsChanged event) {
    both(listener -> listener.maxObjectsChanged(event));
  }

  @Override
  public void callFinished(CallFinished event) {
    both(listener -> listener.callFinished(event));
  }

  private void both(Consumer<ForwarderListener> notification) {
    try {
      notification.accept(first);
    } finally {
      notification.accept(second);
    }
  }
}
