package io.github.brazeaudience.flink;

import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.RedeliveryScheduled;
import io.github.brazeaudience.outcome.Reason;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listener that counts the redeliveries of a subtask's queue and logs why updates wait, once per
 * reason. Ends the job if neither another delivery nor a restart can help.
 */
final class RedeliveryListener implements ForwarderListener {
  private static final Logger LOGGER = LoggerFactory.getLogger(RedeliveryListener.class);
  private static final Set<Reason> PERMANENT =
      Set.of(Reason.UNAUTHORIZED, Reason.ENDPOINT_REFUSED, Reason.REQUEST_REFUSED);

  private final MailboxExecutor mailbox;
  private final Counter redelivered;
  private @Nullable Reason logged;

  RedeliveryListener(MailboxExecutor mailbox, Counter redelivered) {
    this.mailbox = mailbox;
    this.redelivered = redelivered;
  }

  @Override
  public void redeliveryScheduled(RedeliveryScheduled event) {
    mailbox.execute(() -> handle(event), "redelivery");
  }

  /** Called on the task's thread, whose failures end the task. */
  private void handle(RedeliveryScheduled event) {
    redelivered.inc(event.updates());
    if (PERMANENT.contains(event.reason())) {
      throw new SuppressRestartsException(
          new IllegalStateException(
              String.format(
                  Locale.ROOT,
                  "Braze refused the requests (%s), and a restart would not help; check the endpoint"
                      + " and %s of the task managers, and start the job from its last checkpoint",
                  event.reason(),
                  ForwardSettings.KEY_VARIABLE)));
    }
    if (logged != event.reason()) {
      logged = event.reason();
      LOGGER.warn("updates wait for another delivery ({})", event.reason());
    }
  }
}
