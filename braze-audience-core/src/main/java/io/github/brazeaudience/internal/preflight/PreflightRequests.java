package io.github.brazeaudience.internal.preflight;

import io.github.brazeaudience.internal.query.Query;
import io.github.brazeaudience.internal.query.QueryClient;
import io.github.brazeaudience.internal.query.QueryResult;
import io.github.brazeaudience.internal.query.QueryResult.Failed;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.preflight.PreflightReport;
import java.time.Duration;
import java.util.Locale;

/** Requests of one preflight, which share a deadline. */
final class PreflightRequests {
  private static final Duration LIMIT = Duration.ofSeconds(PreflightReport.MAX_SECONDS);

  private final QueryClient client;
  private final long deadlineNanos;

  PreflightRequests(QueryClient client) {
    this.client = client;
    this.deadlineNanos = client.time().nanoTime() + LIMIT.toNanos();
  }

  String host() {
    return client.host();
  }

  /** Sends a request with its retries, or fails if there is no time left. */
  QueryResult send(Query query) throws InterruptedException {
    return isOver() ? new Failed(Reason.DEADLINE, overdue()) : client.send(query, deadlineNanos);
  }

  boolean isOver() {
    return client.time().nanoTime() - deadlineNanos >= 0;
  }

  /** {@return the message that time is up} */
  static String overdue() {
    return String.format(
        Locale.ROOT, "the preflight did not end within %d seconds", PreflightReport.MAX_SECONDS);
  }
}
