package io.github.brazeaudience.internal.query;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;

/** Result of a query after its retries. */
public sealed interface QueryResult {
  /** Braze, or whatever listens at the endpoint, gave a response that a retry would not change. */
  record Answered(TransportResponse response) implements QueryResult {
    /** Returns true if the status is 2xx and the whole body was read. */
    public boolean isSuccess() {
      return response.status() >= 200 && response.status() < 300 && response.bodyComplete();
    }
  }

  /**
   * There was no usable response.
   *
   * @param reason such as UNREACHABLE, RATE_LIMITED, SERVER_ERROR, NO_ANSWER or CLOSED
   * @param message names the host and the cause, for people
   * @param retryAfter the pause before another query that the last response ordered, or zero
   */
  record Failed(Reason reason, String message, Duration retryAfter) implements QueryResult {
    public Failed(Reason reason, String message) {
      this(reason, message, Duration.ZERO);
    }
  }
}
