package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.jdbc.RelayFailure.Kind;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.TimeSource;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The present failures of a relay. Notifies the listener of each change, in the order of the
 * changes. Thread-safe.
 */
final class RelayHealth {
  private static final System.Logger LOGGER = System.getLogger(OutboxRelay.class.getName());

  private final OutboxListener listener;
  private final TimeSource time;
  private final Map<Kind, Failing> failing = new EnumMap<>(Kind.class);

  /** Notifications of the changes. Those that {@link #waiting} counts are still to be made. */
  private final Queue<Runnable> notifications = new ConcurrentLinkedQueue<>();

  private final AtomicInteger waiting = new AtomicInteger();

  /** Failure with the number of times that it was seen in a row. */
  private record Failing(RelayFailure failure, int count) {}

  RelayHealth(OutboxListener listener, TimeSource time) {
    this.listener = listener;
    this.time = time;
  }

  synchronized Optional<RelayFailure> failure() {
    return failing.values().stream().map(Failing::failure).findFirst();
  }

  synchronized boolean isFailing(Kind kind) {
    return failing.containsKey(kind);
  }

  /**
   * Records an exception.
   *
   * @return the number of failures of this kind in a row
   */
  int failed(Throwable thrown) {
    if (thrown instanceof JdbcStoreException) {
      return failed(Kind.DATABASE, Optional.empty(), thrown.getMessage());
    }
    log(Level.WARNING, "a relay of an outbox failed; it continues", thrown);
    return failed(
        Kind.INTERNAL,
        Optional.empty(),
        "the relay failed (%s); it continues, see the log"
            .formatted(thrown.getClass().getSimpleName()));
  }

  /**
   * Records a delivery in which no outcome was final.
   *
   * @return the number of such deliveries in a row
   */
  int failed(UserOutcome outcome) {
    return failed(Kind.DELIVERY, outcome.reason(), outcome.message());
  }

  private int failed(Kind kind, Optional<Reason> reason, @Nullable String message) {
    int count;
    synchronized (this) {
      Failing before = failing.get(kind);
      count = before == null ? 1 : before.count() + 1;
      RelayFailure failure =
          new RelayFailure(
              kind,
              before == null ? time.now() : before.failure().since(),
              reason,
              message == null ? "no message" : message);
      failing.put(kind, new Failing(failure, count));
      if (before != null && before.failure().reason().equals(reason)) {
        return count;
      }
      notifications.add(() -> notifyFailed(failure));
    }
    notifyOfChanges();
    return count;
  }

  /** Records that something works. */
  void works(Kind kind) {
    synchronized (this) {
      Failing before = failing.remove(kind);
      if (before == null) {
        return;
      }
      notifications.add(() -> notifyRecovered(before.failure()));
    }
    notifyOfChanges();
  }

  /** Makes the notifications on this thread, unless another one is making them. */
  private void notifyOfChanges() {
    if (waiting.getAndIncrement() == 0) {
      do {
        notifyOf(notifications.remove());
      } while (waiting.decrementAndGet() > 0);
    }
  }

  private static void notifyOf(Runnable change) {
    try {
      change.run();
    } catch (Error e) {
      // The changes that wait behind this one are still to be made known.
      log(Level.WARNING, "the listener of a relay failed", e);
    }
  }

  private void notifyFailed(RelayFailure failure) {
    log(Level.WARNING, "a relay of an outbox fails; it tries again: " + failure.message(), null);
    notifyListener(() -> listener.failed(failure));
  }

  private void notifyRecovered(RelayFailure failure) {
    log(Level.INFO, "a relay of an outbox works again", null);
    notifyListener(() -> listener.recovered(failure));
  }

  void outcomes(List<UserOutcome> outcomes) {
    notifyListener(() -> outcomes.forEach(listener::outcome));
  }

  private static void notifyListener(Runnable notification) {
    try {
      notification.run();
    } catch (RuntimeException e) {
      log(Level.WARNING, "the listener of a relay failed", e);
    }
  }

  private static void log(Level level, String message, @Nullable Throwable thrown) {
    try {
      LOGGER.log(level, message, thrown);
    } catch (RuntimeException e) {
      // Nothing depends on the log.
    }
  }
}
