package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.CallFinished;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.MaxInFlightChanged;
import io.github.brazeaudience.event.ReadBackDelayed;
import io.github.brazeaudience.event.RetryHintCorrected;
import io.github.brazeaudience.event.RetryScheduled;

/** Tells the user's listener, and lets nothing that it throws disturb the delivery. */
public final class SafeListener implements ForwarderListener {
  private static final System.Logger LOGGER = System.getLogger(ForwarderListener.class.getName());

  private final ForwarderListener listener;

  /**
   * Guards a listener.
   *
   * @param listener the user's
   */
  public SafeListener(ForwarderListener listener) {
    this.listener = listener;
  }

  @Override
  public void attemptStarted(AttemptStarted event) {
    tell(() -> listener.attemptStarted(event));
  }

  @Override
  public void attemptFinished(AttemptFinished event) {
    tell(() -> listener.attemptFinished(event));
  }

  @Override
  public void retryScheduled(RetryScheduled event) {
    tell(() -> listener.retryScheduled(event));
  }

  @Override
  public void retryHintCorrected(RetryHintCorrected event) {
    tell(() -> listener.retryHintCorrected(event));
  }

  @Override
  public void batchSplit(BatchSplit event) {
    tell(() -> listener.batchSplit(event));
  }

  @Override
  public void readBackDelayed(ReadBackDelayed event) {
    tell(() -> listener.readBackDelayed(event));
  }

  @Override
  public void batchesHeld(BatchesHeld event) {
    tell(() -> listener.batchesHeld(event));
  }

  @Override
  public void batchesReleased(BatchesReleased event) {
    tell(() -> listener.batchesReleased(event));
  }

  @Override
  public void maxInFlightChanged(MaxInFlightChanged event) {
    tell(() -> listener.maxInFlightChanged(event));
  }

  @Override
  public void callFinished(CallFinished event) {
    tell(() -> listener.callFinished(event));
  }

  private static void tell(Runnable event) {
    try {
      event.run();
    } catch (Throwable e) {
      LOGGER.log(
          System.Logger.Level.WARNING, "a forwarder listener threw; the delivery goes on", e);
    }
  }
}
