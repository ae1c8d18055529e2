package io.github.brazeaudience.delivery;

import io.github.brazeaudience.outcome.BrazeError;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.List;

/** Takes what comes of a call's writes. Called in the mailbox: it must hand on and return. */
public interface DeliverySink {
  /** The outcomes of the updates of one write. */
  void finished(List<UserOutcome> outcomes);

  /** All writes are finished and no more will come. */
  void done(Totals totals);

  /** What a call has cost, and what Braze reported of nobody in particular. */
  record Totals(long requests, long dataPoints, List<BrazeError> errors) {}
}
