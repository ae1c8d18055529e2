package io.github.brazeaudience.spring;

import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.jdbc.RelayFailure;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Listener that keeps the present outage of Braze. A relay reports an outage itself only when its
 * calls end, which is up to the deadline of the forwarder later. Thread-safe.
 */
final class OutageListener implements ForwarderListener {
  private final Clock clock;
  private volatile @Nullable RelayFailure outage;

  OutageListener(Clock clock) {
    this.clock = clock;
  }

  /** {@return the outage as a failure of the relay, or empty if there is none} */
  Optional<RelayFailure> outage() {
    return Optional.ofNullable(outage);
  }

  @Override
  public void batchesHeld(BatchesHeld event) {
    if (event.operation() == BrazeOperation.TRACK_USERS) {
      outage =
          new RelayFailure(
              RelayFailure.Kind.DELIVERY,
              clock.instant(),
              Optional.of(event.reason()),
              String.format(
                  Locale.ROOT,
                  "requests to Braze fail (%s); updates wait until one succeeds",
                  event.reason()));
    }
  }

  @Override
  public void batchesReleased(BatchesReleased event) {
    if (event.operation() == BrazeOperation.TRACK_USERS) {
      outage = null;
    }
  }
}
