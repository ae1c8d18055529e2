package io.github.brazeaudience.cli;

import io.github.brazeaudience.WaitingIterator;
import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.Iterator;

/**
 * Iterator over the updates of inputs that may block, such as a pipe; outcomes are handled
 * meanwhile.
 */
final class WaitingInputs implements WaitingIterator<AudienceUpdate> {
  private final Iterator<AudienceUpdate> updates;
  private final Cancellation cancellation;
  private final Runnable atPause;

  /**
   * Wraps an iterator.
   *
   * @param cancellation called by inputs that wait
   * @param atPause called after outcomes were handled, while an input still waits
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
