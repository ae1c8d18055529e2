package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.BrazeError;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes what comes of a call's writes. Called in the mailbox: it must hand on and return. A method
 * that threw may be called again with the same, of which nothing may then be taken twice.
 */
public interface DeliverySink {
  /** The outcomes of the updates of one write. */
  void finished(List<UserOutcome> outcomes);

  /** The call starts nothing more, for this reason; its writes finish after this. */
  default void stopped(Reason reason, String message, @Nullable Instant retryAt) {}

  /** All writes are finished and no more will come. */
  void done(Totals totals);

  /** What a call has cost, and what Braze reported of nobody in particular. */
  record Totals(long requests, long dataPoints, List<BrazeError> errors) {}
}
