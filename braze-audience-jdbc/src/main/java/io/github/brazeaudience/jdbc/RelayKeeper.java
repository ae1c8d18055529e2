package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Extends the lease of a relay, takes over the users of relays whose leases have expired, and
 * deletes what is no longer needed. Runs on one thread.
 */
final class RelayKeeper implements Runnable {
  private final Database<OutboxSession> database;
  private final RelaySettings settings;
  private final RelayBackoff backoff;
  private final RelayHealth health;
  private final RelayLease lease;
  private final RelayCalls calls;
  private final ClaimPacer pacer;
  private final CountDownLatch done;
  private final TimeSource time;

  RelayKeeper(
      Database<OutboxSession> database,
      RelaySettings settings,
      RelayBackoff backoff,
      RelayHealth health,
      RelayLease lease,
      RelayCalls calls,
      ClaimPacer pacer,
      CountDownLatch done,
      TimeSource time) {
    this.database = database;
    this.settings = settings;
    this.backoff = backoff;
    this.health = health;
    this.lease = lease;
    this.calls = calls;
    this.pacer = pacer;
    this.done = done;
    this.time = time;
  }

  @Override
  public void run() {
    try {
      Duration wait;
      do {
        wait = keep();
      } while (!done.await(wait.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // The thread belongs to the relay, which does not interrupt it.
      Thread.currentThread().interrupt();
    }
  }

  /** {@return the time until the next call} */
  private Duration keep() {
    try {
      hold();
      database.transaction(
          session -> {
            session.relays().takeOver();
            return session;
          });
      database.transaction(
          session -> {
            session.relays().prune(settings.messageRetention());
            return session;
          });
      return settings.lease().interval();
    } catch (RuntimeException | Error e) {
      Duration delay = backoff.delay(health.failed(e));
      pacer.backOff(delay);
      return delay.compareTo(settings.lease().interval()) < 0 ? delay : settings.lease().interval();
    }
  }

  /** Extends the lease. If another relay has taken over the users, begins a lease of a new name. */
  private void hold() {
    String relay = lease.relay();
    if (relay != null && extend(relay)) {
      return;
    }
    if (relay != null) {
      lease.lost(relay);
      calls.cancelWithoutLease();
    }
    String name = RelayLease.newName();
    long started = time.nanoTime();
    database.transaction(
        session -> {
          session.relays().register(name, settings.lease().duration());
          return session;
        });
    lease.extended(name, started);
    pacer.wakeUp();
  }

  private boolean extend(String relay) {
    long started = time.nanoTime();
    boolean extended =
        database.transaction(
            session -> session.relays().extend(relay, settings.lease().duration()));
    if (extended) {
      lease.extended(relay, started);
    }
    return extended;
  }
}
