package io.github.brazeaudience.internal.query;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.engine.RequestSender;
import io.github.brazeaudience.internal.query.QueryResult.Answered;
import io.github.brazeaudience.internal.query.QueryResult.Failed;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.internal.wire.FailureClassifier;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.internal.wire.RequestFactory;
import io.github.brazeaudience.internal.wire.ResponseClassifier;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends queries, each with its retries, and waits for the response on the calling thread. Queries
 * are few, so they do not use the rate limiters of the forwarder, but they keep the pauses that
 * Braze orders. Of the status requests, which many threads may poll, at most {@value
 * #MAX_STATUS_REQUESTS} start in a minute. Thread-safe.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/get_users_track_status">Braze:
 *     /users/track/status, rate limit</a>
 */
public final class QueryClient {
  /** Maximum number of attempts of a query. */
  public static final int MAX_ATTEMPTS = 4;

  /** The number of requests for the status of request groups that Braze allows in a minute. */
  public static final int MAX_STATUS_REQUESTS = 1_500;

  /** Wait before the second attempt; it doubles with each further one. */
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);

  private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);

  private final RequestFactory requests;
  private final BrazeTransport transport;
  private final TimeSource time;
  private final Wait wait;
  private final RateLimiter statusLimiter =
      RateLimiter.of(MAX_STATUS_REQUESTS, Duration.ofMinutes(1));
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** Blocking wait of the calling thread. */
  @FunctionalInterface
  public interface Wait {
    /** Waits for a future and returns false if it does not complete within the limit. */
    boolean await(CompletableFuture<Void> end, Duration limit) throws InterruptedException;
  }

  /** Creates a client that does not own the transport. */
  public QueryClient(
      RequestFactory requests, BrazeTransport transport, TimeSource time, Wait wait) {
    this.requests = requests;
    this.transport = transport;
    this.time = time;
    this.wait = wait;
  }

  /** {@return the host, with its port if it has one, for messages} */
  public String host() {
    return requests.host();
  }

  /** {@return the clock that deadlines refer to} */
  public TimeSource time() {
    return time;
  }

  /**
   * Sends a query until it has a response that a retry would not change, {@value #MAX_ATTEMPTS}
   * times at most.
   *
   * @param deadlineNanos when to give up, by {@link TimeSource#nanoTime}
   * @throws InterruptedException if the thread is interrupted while it waits; the exchange is
   *     aborted
   */
  public QueryResult send(Query query, long deadlineNanos) throws InterruptedException {
    Duration backoff = FIRST_BACKOFF;
    for (int attempt = 1; ; attempt++) {
      Failed refusal = awaitPermit(query.operation(), deadlineNanos);
      if (refusal != null) {
        return refusal;
      }
      Attempted last = attempt(query, deadlineNanos);
      Duration delay = last.retryAfter.compareTo(backoff) > 0 ? last.retryAfter : backoff;
      boolean tooLate = time.nanoTime() + delay.toNanos() - deadlineNanos >= 0;
      if (!last.retryable || attempt == MAX_ATTEMPTS || tooLate) {
        return last.result;
      }
      if (!pause(delay)) {
        return closedResult();
      }
      backoff = backoff.multipliedBy(2);
    }
  }

  /** Waits for the limit of status requests. Returns why the query cannot start, or null. */
  private @Nullable Failed awaitPermit(BrazeOperation operation, long deadlineNanos)
      throws InterruptedException {
    if (operation != BrazeOperation.READ_TRACK_STATUS) {
      return null;
    }
    while (true) {
      long now = time.nanoTime();
      long delay = statusLimiter.acquire(now);
      if (delay == 0) {
        return null;
      }
      if (now + delay - deadlineNanos >= 0) {
        return new Failed(
            Reason.RATE_LIMITED,
            String.format(
                Locale.ROOT,
                "no request to %s may start in time, because Braze allows %d in a minute",
                operation.path(),
                MAX_STATUS_REQUESTS));
      }
      if (!pause(Duration.ofNanos(delay))) {
        return closedResult();
      }
    }
  }

  /**
   * Waits.
   *
   * @return false if the client was closed before the end of the pause
   */
  public boolean pause(Duration delay) throws InterruptedException {
    return !closed.isDone() && !wait.await(closed, delay);
  }

  /** Ends pauses, and fails later queries. Idempotent. */
  public void close() {
    closed.complete(null);
  }

  private record Attempted(QueryResult result, boolean retryable, Duration retryAfter) {}

  private Attempted attempt(Query query, long deadlineNanos) throws InterruptedException {
    if (closed.isDone()) {
      return new Attempted(closedResult(), false, Duration.ZERO);
    }
    Duration left = Duration.ofNanos(deadlineNanos - time.nanoTime());
    TransportRequest request = query.request(requests);
    if (left.compareTo(request.timeout()) < 0) {
      request = request.withTimeout(left.compareTo(MIN_TIMEOUT) > 0 ? left : MIN_TIMEOUT);
    }
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    Exchange exchange = start(request, response, end);
    boolean ended = false;
    try {
      ended = wait.await(end, request.timeout().plus(RequestSender.GRACE));
    } finally {
      if (!ended && exchange != null) {
        abort(exchange);
      }
    }
    RequestContext context = RequestContext.query(query.operation());
    Throwable failure =
        ended
            ? failure(response)
            : new TransportException(
                "the transport did not end the exchange in time", Delivery.UNKNOWN);
    return failure == null ? classify(response.join(), context) : classify(failure, context);
  }

  /** Starts an exchange, whose transport may throw. */
  private @Nullable Exchange start(
      TransportRequest request,
      CompletableFuture<TransportResponse> response,
      CompletableFuture<Void> end) {
    try {
      Exchange exchange = transport.start(request);
      var unused =
          exchange
              .response()
              .whenComplete(
                  (received, failure) -> {
                    if (received != null) {
                      response.complete(received);
                    } else {
                      response.completeExceptionally(failure != null ? failure : noResponse());
                    }
                    end.complete(null);
                  });
      return exchange;
    } catch (Throwable e) {
      // Includes checked exceptions, because a transport may be written in another language.
      response.completeExceptionally(e);
      end.complete(null);
      return null;
    }
  }

  private static TransportException noResponse() {
    return new TransportException("the exchange ended without a response", Delivery.UNKNOWN);
  }

  private static @Nullable Throwable failure(CompletableFuture<TransportResponse> response) {
    return response.handle((received, failure) -> failure).join();
  }

  private static void abort(Exchange exchange) {
    try {
      exchange.abort();
    } catch (Throwable e) {
      // The result is the same: there is no response in time.
      return;
    }
  }

  private Attempted classify(TransportResponse response, RequestContext context) {
    int status = response.status();
    boolean success = status >= 200 && status < 300;
    AttemptResult result =
        success
            ? null
            : ResponseClassifier.classify(response, context, requests.host(), time.now());
    if (!(result instanceof AttemptResult.Failure failure)) {
      return new Attempted(new Answered(response), false, Duration.ZERO);
    }
    String message =
        String.format(
            Locale.ROOT,
            "%s returned %d to %s",
            requests.host(),
            status,
            context.operation().path());
    Duration retryAfter = failure.retryAfter() == null ? Duration.ZERO : failure.retryAfter();
    return new Attempted(new Failed(failure.reason(), message, retryAfter), true, retryAfter);
  }

  private Attempted classify(Throwable failure, RequestContext context) {
    if (closed.isDone()) {
      return new Attempted(closedResult(), false, Duration.ZERO);
    }
    AttemptResult result = FailureClassifier.classify(failure, context, requests.host());
    if (result instanceof FatalFailure fatal) {
      return new Attempted(new Failed(fatal.reason(), fatal.message()), false, Duration.ZERO);
    }
    boolean unreachable = result.reason() == Reason.UNREACHABLE;
    String message =
        unreachable && result instanceof AttemptResult.Failure connect
            ? connect.message()
            : String.format(
                Locale.ROOT,
                "%s did not respond to the request to %s",
                requests.host(),
                context.operation().path());
    Reason reason = unreachable ? Reason.UNREACHABLE : Reason.NO_ANSWER;
    return new Attempted(new Failed(reason, message), true, Duration.ZERO);
  }

  private static Failed closedResult() {
    return new Failed(Reason.CLOSED, "the forwarder was closed");
  }
}
