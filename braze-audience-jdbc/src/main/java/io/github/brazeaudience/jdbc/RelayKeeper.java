package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Extends the lease of a relay, takes over the users of relays whose leases have expired, and
 * deletes rows that are no longer needed. Runs on one thread.
 */
final class RelayKeeper implements Runnable {
  private final RelayParts parts;
  private final TimeSource time;

  RelayKeeper(RelayParts parts, TimeSource time) {
    this.parts = parts;
    this.time = time;
  }

  @Override
  public void run() {
    try {
      Duration wait;
      do {
        wait = keep();
      } while (!parts.done().await(wait.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // The thread belongs to the relay, which does not interrupt it.
      Thread.currentThread().interrupt();
    }
  }

  /** {@return the time until the next call} */
  private Duration keep() {
    try {
      hold();
      parts
          .database()
          .transaction(
              session -> {
                session.relays().takeOver();
                return session;
              });
      parts
          .database()
          .transaction(
              session -> {
                session.relays().prune(parts.settings().messageRetention());
                return session;
              });
      return parts.settings().lease().interval();
    } catch (RuntimeException | Error e) {
      Duration delay = parts.failed(e);
      Duration interval = parts.settings().lease().interval();
      return delay.compareTo(interval) < 0 ? delay : interval;
    }
  }

  /** Extends the lease. If another relay has taken over the users, begins a lease of a new name. */
  private void hold() {
    String relay = parts.lease().relay();
    if (relay != null && extend(relay)) {
      return;
    }
    if (relay != null) {
      parts.lease().lost(relay);
      parts.calls().cancelWithoutLease();
    }
    String name = RelayLease.newName();
    long started = time.nanoTime();
    parts
        .database()
        .transaction(
            session -> {
              session.relays().register(name, parts.settings().lease().duration());
              return session;
            });
    parts.lease().extended(name, started);
    parts.pacer().wakeUp();
  }

  private boolean extend(String relay) {
    long started = time.nanoTime();
    boolean extended =
        parts
            .database()
            .transaction(
                session -> session.relays().extend(relay, parts.settings().lease().duration()));
    if (extended) {
      parts.lease().extended(relay, started);
    }
    return extended;
  }
}
