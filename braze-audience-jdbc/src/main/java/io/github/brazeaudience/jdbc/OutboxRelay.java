package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Forwards the updates of a {@link JdbcOutbox} in the background, each user's updates in order.
 * Updates that are not sent or not confirmed are forwarded again after a backoff, in the order of
 * their user. Final updates are deleted; rejected ones are kept for inspection. Thread-safe.
 *
 * <p><b>Several relays.</b> A relay leases the users whose updates it takes. If its process dies,
 * other relays take over its users when its lease ends, after at most 70 s by the clock of the
 * database. Then an update that had been forwarded but not deleted is forwarded again.
 *
 * <p><b>Failures.</b> A failing database, an outage of Braze and a refused key delay updates and
 * end nothing. The relay backs off and continues when they work again; {@link #lastFailure} shows
 * why it waits. If the database fails for longer than 30 s, the updates in flight are cancelled,
 * because another relay may take over their users.
 */
public final class OutboxRelay implements AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** The time for recording outcomes and for releasing the lease when the relay is closed. */
  private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(10);

  /** The time between two checks of the end of the lease. */
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

  private final RelayParts parts;
  private final List<Thread> workers = new ArrayList<>();
  private final Thread keeper;
  private final Thread watchdog;

  OutboxRelay(
      Database<OutboxSession> database,
      AudienceForwarder forwarder,
      RelaySettings settings,
      RelayBackoff backoff,
      OutboxListener listener,
      TimeSource time) {
    RelayLease lease = new RelayLease(settings.lease(), time);
    this.parts =
        new RelayParts(
            database,
            settings,
            backoff,
            new RelayHealth(listener, time),
            lease,
            new RelayCalls(forwarder, lease),
            new ClaimPacer(time),
            new CountDownLatch(1));
    String name = "braze-outbox-" + NUMBERS.incrementAndGet();
    RelayWorker worker = new RelayWorker(parts);
    for (int i = 0; i < settings.workers(); i++) {
      workers.add(daemon(worker, name + "-worker"));
    }
    this.keeper = daemon(new RelayKeeper(parts, time), name + "-lease");
    this.watchdog = daemon(this::watch, name + "-watchdog");
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    keeper.start();
    watchdog.start();
    workers.forEach(Thread::start);
  }

  /** Cancels calls on a separate thread, because a call to the database can block. */
  private void watch() {
    try {
      do {
        parts.calls().cancelWithoutLease();
      } while (!parts.done().await(WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks for new updates now, for example after a transaction that added some has committed. */
  public void wakeUp() {
    parts.pacer().wakeUp();
  }

  /** {@return false once the relay is closed} */
  public boolean isRunning() {
    return !parts.pacer().isStopped();
  }

  /** {@return the present failure, or empty if the relay works} */
  public Optional<RelayFailure> lastFailure() {
    return parts.health().failure();
  }

  /**
   * Stops taking updates, and waits for the updates in flight, at most for the {@linkplain
   * OutboxRelayBuilder#closeTimeout timeout}. Then it cancels them, and other relays forward them
   * again. If the thread is interrupted, they are cancelled at once, and the interrupt is restored.
   * Closing again has no effect.
   */
  @Override
  public void close() {
    parts.pacer().stop();
    boolean interrupted = Thread.interrupted();
    if (!interrupted) {
      interrupted = awaitEnd(workers, parts.settings().closeTimeout());
    }
    parts.calls().close();
    interrupted |= awaitEnd(workers, SETTLE_TIMEOUT);
    parts.done().countDown();
    // It may be about to begin a lease.
    interrupted |= awaitEnd(List.of(keeper), SETTLE_TIMEOUT);
    release();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for threads, but not for the calling one. Returns true if it was interrupted. */
  private static boolean awaitEnd(List<Thread> threads, Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    try {
      for (Thread thread : threads) {
        long left = end - System.nanoTime();
        if (thread != Thread.currentThread() && left > 0) {
          TimeUnit.NANOSECONDS.timedJoin(thread, left);
        }
      }
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Frees the users at once. If a worker still runs, or the database fails, the lease ends. */
  private void release() {
    String relay = parts.lease().relay();
    if (relay == null || workers.stream().anyMatch(Thread::isAlive)) {
      return;
    }
    parts.lease().lost(relay);
    try {
      parts
          .database()
          .transaction(
              session -> {
                if (session.relays().lock(relay)) {
                  session.relays().remove(relay);
                }
                return session;
              });
    } catch (RuntimeException e) {
      parts.health().failed(e);
    }
  }

  /** Contains whether the relay is running, and its failure. */
  @Override
  public String toString() {
    return "OutboxRelay[%s%s]"
        .formatted(
            isRunning() ? "running" : "closed",
            lastFailure().map(failure -> ", " + failure.kind()).orElse(""));
  }
}
