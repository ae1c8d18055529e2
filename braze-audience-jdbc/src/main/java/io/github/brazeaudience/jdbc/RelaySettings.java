package io.github.brazeaudience.jdbc;

import java.time.Duration;

/** Settings of a relay; see {@link OutboxRelayBuilder}. */
record RelaySettings(
    int maxUpdates,
    Duration pollInterval,
    Duration closeTimeout,
    Duration cooldown,
    Duration messageRetention,
    RelayLease.Timing lease) {
  /** The number of deliveries at the same time, so a slow request does not hold up all updates. */
  static final int MAX_WORKERS = 4;

  int workers() {
    return Math.min(MAX_WORKERS, maxUpdates);
  }

  /** {@return the maximum number of updates of one delivery} */
  int batch() {
    return maxUpdates / workers();
  }
}
