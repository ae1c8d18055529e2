package io.github.brazeaudience.jdbc;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Status of an outbox that is counted again only after a while. Thread-safe. */
final class RecentStatus {
  private static final long MAX_AGE_NANOS =
      Duration.ofSeconds(JdbcOutbox.RECENT_STATUS_SECONDS).toNanos();

  private final Supplier<OutboxStatus> query;
  private final LongSupplier nanoTime;
  private @Nullable OutboxStatus status;
  private @Nullable RuntimeException failure;
  private long queriedNanos;

  RecentStatus(Supplier<OutboxStatus> query, LongSupplier nanoTime) {
    this.query = query;
    this.nanoTime = nanoTime;
  }

  /** Returns the status, or throws what the last query threw. */
  synchronized OutboxStatus get() {
    long now = nanoTime.getAsLong();
    boolean queried = status != null || failure != null;
    if (!queried || now - queriedNanos >= MAX_AGE_NANOS) {
      queriedNanos = now;
      query();
    }
    if (failure != null) {
      throw failure;
    }
    return Objects.requireNonNull(status, "a status or a failure");
  }

  private void query() {
    status = null;
    failure = null;
    try {
      status = query.get();
    } catch (RuntimeException e) {
      failure = e;
    }
  }
}
