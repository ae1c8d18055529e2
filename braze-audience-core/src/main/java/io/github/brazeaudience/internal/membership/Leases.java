package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.EngineSettings;
import io.github.brazeaudience.internal.engine.RequestSender;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.transport.TransportRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Leases of the users of open writes in a shared store. A request starts only while the leases of
 * its users outlast the longest possible request and the cooldown after it. Their ends are counted
 * from before the store was called, so the store never ends a lease earlier. Without a shared
 * store, there are no leases. Confined to the serial executor.
 */
final class Leases {
  /** Time for the writes of a request to be collected and started before a lease is extended. */
  static final Duration SLACK = Duration.ofSeconds(30);

  private final boolean shared;
  private final Duration cooldown;
  private final Duration request;
  private final Map<UserWrite, Long> endNanos = new HashMap<>();

  Leases(boolean shared, EngineSettings settings) {
    this.shared = shared;
    this.cooldown = settings.policies().minUserWriteInterval();
    // An exchange ends after its timeout and GRACE, or GRACE later if it is aborted just before.
    this.request =
        TransportRequest.DEFAULT_TIMEOUT.plus(RequestSender.GRACE.multipliedBy(2)).plus(cooldown);
  }

  /** Returns true if other processes can use the store at the same time. */
  boolean isShared() {
    return shared;
  }

  /** {@return the duration of a new or extended lease} */
  Duration duration() {
    return request.plus(SLACK);
  }

  /** Records that a user is leased since a time before the store was called. */
  void acquired(UserWrite write, long startedNanos) {
    if (shared) {
      endNanos.put(write, startedNanos + duration().toNanos());
    }
  }

  /** Records that those of the users who are leased have been leased again. */
  void extended(Collection<UserWrite> writes, long startedNanos) {
    writes.stream().filter(endNanos::containsKey).forEach(write -> acquired(write, startedNanos));
  }

  /** Returns true if the user is leased, and the lease could end during a request. */
  boolean isEnding(UserWrite write, long nowNanos) {
    Long end = endNanos.get(write);
    return end != null && end - nowNanos < request.toNanos();
  }

  /** Forgets the lease of a write. Returns false if it had none. */
  boolean remove(UserWrite write) {
    return endNanos.remove(write) != null;
  }

  /** {@return the change, which also extends the lease of the user} */
  LeasedChange extending(RecordChange change) {
    return new LeasedChange(change, duration());
  }

  /** {@return the change, which also ends the lease, after the cooldown if it was attempted} */
  LeasedChange releasing(UserWrite write, RecordChange change) {
    return new LeasedChange(change, write.attempts() == 0 ? Duration.ZERO : cooldown);
  }

  void clear() {
    endNanos.clear();
  }
}
