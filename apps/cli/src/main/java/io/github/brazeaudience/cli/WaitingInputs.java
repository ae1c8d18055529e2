package io.github.brazeaudience.cli;

import io.github.brazeaudience.WaitingIterator;
import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.Iterator;

/** Updates of inputs that may wait, as a pipe does; outcomes are handled meanwhile. */
final class WaitingInputs implements WaitingIterator<AudienceUpdate> {
  private final Iterator<AudienceUpdate> updates;
  private final Cancellation cancellation;
  private final Runnable atPause;

  /**
   * Updates of inputs.
   *
   * @param cancellation is asked by the inputs that wait
   * @param atPause done after outcomes were handled, while an input still waits
   */
  WaitingInputs(Iterator<AudienceUpdate> updates, Cancellation cancellation, Runnable atPause) {
    this.updates = updates;
    this.cancellation = cancellation;
    this.atPause = atPause;
  }

  @Override
  public void whileWaiting(Runnable handleOutcomes) {
    cancellation.whileInputWaits(
        () -> {
          handleOutcomes.run();
          atPause.run();
        });
  }

  @Override
  public boolean hasNext() {
    return updates.hasNext();
  }

  @Override
  public AudienceUpdate next() {
    return updates.next();
  }
}
