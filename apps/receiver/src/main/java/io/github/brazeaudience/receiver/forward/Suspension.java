package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.outcome.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * Whether mParticle should stop sending: Braze does not accept the key, or what answers is not
 * Braze. It lasts until a request succeeds.
 */
public final class Suspension implements ForwarderListener {
  private static final Set<Reason> PERMANENT = Set.of(Reason.UNAUTHORIZED, Reason.ENDPOINT_REFUSED);

  private volatile boolean active;

  /** Whether the last request that told anything about it met a permanent error. */
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

  /** Also one in which Braze names single users. */
  private static boolean isSuccess(AttemptFinished event) {
    return event.status().orElse(0) / 100 == 2
        && event.reason().filter(Reason.UNREADABLE_ANSWER::equals).isEmpty();
  }
}
