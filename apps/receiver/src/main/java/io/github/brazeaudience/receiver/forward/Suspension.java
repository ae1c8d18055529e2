package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.outcome.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * True while mParticle should stop sending, because Braze has refused the key or the endpoint is
 * not Braze's. Ends with the next successful request.
 */
public final class Suspension implements ForwarderListener {
  private static final Set<Reason> PERMANENT = Set.of(Reason.UNAUTHORIZED, Reason.ENDPOINT_REFUSED);

  private volatile boolean active;

  /** True if the last conclusive request met a permanent error. */
  public boolean active() {
    return active;
  }

  @Override
  public void attemptFinished(AttemptFinished event) {
    if (isPermanent(event.reason())) {
      active = true;
    } else if (isSuccess(event)) {
      active = false;
    }
  }

  static boolean isPermanent(Optional<Reason> reason) {
    return reason.filter(PERMANENT::contains).isPresent();
  }

  /** Includes responses that name single users. */
  private static boolean isSuccess(AttemptFinished event) {
    return event.status().orElse(0) / 100 == 2
        && event.reason().filter(Reason.UNREADABLE_ANSWER::equals).isEmpty();
  }
}
