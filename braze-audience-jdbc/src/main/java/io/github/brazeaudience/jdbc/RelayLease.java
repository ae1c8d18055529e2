package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.TransportRequest;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lease of a relay, as far as the process knows it. The end is counted from before the database was
 * called, so the database never ends the lease earlier. Thread-safe.
 */
final class RelayLease {
  private final Timing timing;
  private final TimeSource time;
  private @Nullable String relay;
  private long endNanos;

  /**
   * Durations of a lease.
   *
   * @param duration the time from its extension to its end
   * @param margin the time before its end at which the relay sends no more, which is the duration
   *     of the longest request
   * @param interval the time between two extensions
   */
  record Timing(Duration duration, Duration margin, Duration interval) {
    /** A lease of 70 s, which the relay extends every 10 s. */
    static final Timing DEFAULT =
        new Timing(
            TransportRequest.DEFAULT_TIMEOUT.plusSeconds(40),
            TransportRequest.DEFAULT_TIMEOUT.plusSeconds(10),
            Duration.ofSeconds(10));
  }

  RelayLease(Timing timing, TimeSource time) {
    this.timing = timing;
    this.time = time;
  }

  Timing timing() {
    return timing;
  }

  /** Returns a name for a relay whose lease begins. */
  static String newName() {
    return UUID.randomUUID().toString();
  }

  /** Records that the lease was extended, or began, since a time before the database was called. */
  synchronized void extended(String name, long startedNanos) {
    relay = name;
    endNanos = startedNanos + timing.duration().toNanos();
  }

  /** Records that another relay has taken over the users that were claimed with a name. */
  synchronized void lost(String name) {
    if (name.equals(relay)) {
      relay = null;
    }
  }

  /** {@return the name of this relay, or null if it has no lease} */
  synchronized @Nullable String relay() {
    return relay;
  }

  /** Returns true if a request of users that were claimed with a name may start. */
  synchronized boolean maySend(String name) {
    return name.equals(relay) && endNanos - time.nanoTime() > timing.margin().toNanos();
  }
}
