package io.github.brazeaudience.internal.preflight;

import io.github.brazeaudience.internal.query.Query;
import io.github.brazeaudience.internal.query.QueryClient;
import io.github.brazeaudience.internal.query.QueryResult;
import io.github.brazeaudience.internal.query.QueryResult.Failed;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.preflight.PreflightReport;
import java.time.Duration;

/** Requests and time of one preflight. */
final class PreflightRequests {
  private static final Duration LIMIT = Duration.ofSeconds(PreflightReport.MAX_SECONDS);

  /** Leaves time for the attributes after a store with many users. */
  private static final Duration STORE_LIMIT = LIMIT.dividedBy(2);

  private final QueryClient client;
  private final long startNanos;

  PreflightRequests(QueryClient client) {
    this.client = client;
    this.startNanos = client.time().nanoTime();
  }

  String host() {
    return client.host();
  }

  /** Sends a request with its retries, or fails if there is no time left. */
  QueryResult send(Query query) throws InterruptedException {
    if (isOver(LIMIT)) {
      return new Failed(
          Reason.DEADLINE,
          "the preflight did not end within %s seconds".formatted(PreflightReport.MAX_SECONDS));
    }
    return client.send(query, startNanos + LIMIT.toNanos());
  }

  /** Returns true if the membership store must not be read further. */
  boolean isStoreTimeOver() {
    return isOver(STORE_LIMIT);
  }

  Duration storeTimeLeft() {
    return left(STORE_LIMIT);
  }

  private boolean isOver(Duration limit) {
    return left(limit).isZero();
  }

  private Duration left(Duration limit) {
    long left = limit.toNanos() - (client.time().nanoTime() - startNanos);
    return Duration.ofNanos(Math.max(0, left));
  }
}
