package io.github.brazeaudience.receiver.status;

import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.jdbc.OutboxStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Cache of the backlog, as of the last query. Thread-safe. */
public final class BacklogMonitor {
  /** Seconds between two queries. */
  static final int SECONDS = 5;

  private final JdbcOutbox outbox;
  private final long max;
  private volatile @Nullable Backlog last;

  /**
   * Creates a monitor that has not asked yet.
   *
   * @param max the number of updates above which the backlog is full
   */
  public BacklogMonitor(JdbcOutbox outbox, long max) {
    this.outbox = outbox;
    this.max = max;
  }

  /** Queries the database. */
  public void refresh() {
    try {
      OutboxStatus status = outbox.status();
      last =
          new Backlog(
              status.backlog(), status.oldestAge().orElse(Duration.ZERO), status.rejected());
    } catch (RuntimeException e) {
      // The probe of the database reports the failure.
      last = null;
    }
  }

  /** {@return the backlog, or null if the database did not respond} */
  @Nullable Backlog last() {
    return last;
  }

  /** {@return true if messages should be refused until more updates are forwarded} */
  public boolean isFull() {
    Backlog backlog = last;
    return backlog != null && backlog.updates() >= max;
  }
}
