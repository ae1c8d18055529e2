package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.outcome.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Suspension of mParticle's sending while Braze refuses the key, or the endpoint is not Braze's. It
 * ends with the next successful request. Thread-safe.
 */
public final class Suspension implements ForwarderListener {
  private static final Set<Reason> PERMANENT = Set.of(Reason.UNAUTHORIZED, Reason.ENDPOINT_REFUSED);

  private final InstantSource clock;
  private volatile @Nullable Cause cause;

  /**
   * Permanent error that mParticle should stop sending for.
   *
   * @param since the first request that met the error
   * @param reason UNAUTHORIZED or ENDPOINT_REFUSED
   * @param status the last HTTP status, empty if there was no response
   */
  public record Cause(Instant since, Reason reason, OptionalInt status) {}

  public Suspension(InstantSource clock) {
    this.clock = clock;
  }

  /** {@return true if the last conclusive request met a permanent error} */
  public boolean active() {
    return cause != null;
  }

  /** {@return the permanent error that the last conclusive request met, if any} */
  public Optional<Cause> cause() {
    return Optional.ofNullable(cause);
  }

  @Override
  public synchronized void attemptFinished(AttemptFinished event) {
    Cause before = cause;
    Optional<Reason> permanent = event.reason().filter(PERMANENT::contains);
    if (permanent.isPresent()) {
      cause =
          new Cause(
              before == null ? clock.instant() : before.since(), permanent.get(), event.status());
    } else if (isSuccess(event)) {
      cause = null;
    }
  }

  /** Includes responses that name single users. */
  private static boolean isSuccess(AttemptFinished event) {
    return event.status().orElse(0) / 100 == 2
        && event.reason().filter(Reason.UNREADABLE_ANSWER::equals).isEmpty();
  }
}
