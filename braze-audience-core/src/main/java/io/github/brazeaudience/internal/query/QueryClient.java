package io.github.brazeaudience.internal.query;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.engine.ListenerDispatcher;
import io.github.brazeaudience.internal.engine.OperationRateLimiters;
import io.github.brazeaudience.internal.engine.RequestSender;
import io.github.brazeaudience.internal.query.QueryResult.Answered;
import io.github.brazeaudience.internal.query.QueryResult.Failed;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.internal.wire.FailureClassifier;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.internal.wire.RequestFactory;
import io.github.brazeaudience.internal.wire.ResponseClassifier;
import io.github.brazeaudience.internal.wire.RetryAfterHeaders;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends queries, each with its retries, and waits for the response on the calling thread. Queries
 * use the rate limiters of their operation, which follow their responses too. Thread-safe.
 */
public final class QueryClient {
  public static final int MAX_ATTEMPTS = 4;

  /** Wait before the second attempt; it doubles with each further one. */
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);

  private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);

  private final RequestFactory requests;
  private final BrazeTransport transport;
  private final TimeSource time;
  private final Wait wait;
  private final Map<BrazeOperation, QueryPacer> pacers = new EnumMap<>(BrazeOperation.class);
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  @FunctionalInterface
  public interface Wait {
    boolean await(CompletableFuture<Void> end, Duration limit) throws InterruptedException;
  }

  /**
   * Does not own the transport. An operation without limiters only follows the budgets and pauses
   * of its responses.
   */
  public QueryClient(
      RequestFactory requests,
      BrazeTransport transport,
      TimeSource time,
      Wait wait,
      Map<BrazeOperation, OperationRateLimiters> limiters,
      ListenerDispatcher listener) {
    this.requests = requests;
    this.transport = transport;
    this.time = time;
    this.wait = wait;
    for (BrazeOperation operation : BrazeOperation.values()) {
      OperationRateLimiters own = limiters.get(operation);
      OperationRateLimiters used =
          own != null ? own : new OperationRateLimiters(List.of(RateLimiter.off()));
      pacers.put(operation, new QueryPacer(operation, used, time, listener));
    }
  }

  /** {@return the host, with its port if it has one, for messages} */
  public String host() {
    return requests.host();
  }

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
    QueryPacer pacer = Objects.requireNonNull(pacers.get(query.operation()));
    Duration backoff = FIRST_BACKOFF;
    for (int attempt = 1; ; attempt++) {
      Failed refusal = pacer.await(this, deadlineNanos);
      if (refusal != null) {
        return refusal;
      }
      Attempted last = attemptAndRelease(query, pacer, deadlineNanos);
      Duration delay = last.retryAfter().compareTo(backoff) > 0 ? last.retryAfter() : backoff;
      boolean tooLate = time.nanoTime() + delay.toNanos() - deadlineNanos >= 0;
      if (!last.retryable || attempt == MAX_ATTEMPTS || tooLate) {
        return last.result;
      }
      if (!sleep(delay)) {
        return closedResult();
      }
      backoff = backoff.multipliedBy(2);
    }
  }

  /** Waits. Returns false if the client was closed meanwhile. */
  public boolean sleep(Duration delay) throws InterruptedException {
    return !closed.isDone() && !wait.await(closed, delay);
  }

  /** Ends sleeps, and fails later queries. Idempotent. */
  public void close() {
    closed.complete(null);
  }

  /** Result of an attempt, with the response and its corrected or ignored wait, if any. */
  private record Attempted(
      QueryResult result,
      boolean retryable,
      @Nullable TransportResponse response,
      RetryAfterHeaders.@Nullable Correction correction) {
    static Attempted failed(Failed failed, boolean retryable) {
      return new Attempted(failed, retryable, null, null);
    }

    Duration retryAfter() {
      return result instanceof Failed failed ? failed.retryAfter() : Duration.ZERO;
    }
  }

  private Attempted attemptAndRelease(Query query, QueryPacer pacer, long deadlineNanos)
      throws InterruptedException {
    long start = time.nanoTime();
    Attempted ended = null;
    try {
      ended = attempt(query, deadlineNanos);
      return ended;
    } finally {
      if (ended == null || ended.response == null) {
        pacer.ended(start);
      } else {
        pacer.ended(ended.response, ended.retryAfter(), ended.correction, start);
      }
    }
  }

  private Attempted attempt(Query query, long deadlineNanos) throws InterruptedException {
    if (closed.isDone()) {
      return Attempted.failed(closedResult(), false);
    }
    Duration left = Duration.ofNanos(deadlineNanos - time.nanoTime());
    TransportRequest request = query.request(requests);
    if (left.compareTo(request.timeout()) < 0) {
      request = request.withTimeout(left.compareTo(MIN_TIMEOUT) > 0 ? left : MIN_TIMEOUT);
    }
    Duration grace = request.timeout().plus(RequestSender.GRACE);
    Duration limit = grace.compareTo(left) < 0 ? grace : request.timeout();
    BlockingExchange.End end = BlockingExchange.run(transport, request, limit, wait);
    RequestContext context = RequestContext.query(query.operation());
    return end.response() != null
        ? classify(end.response(), context)
        : classify(Objects.requireNonNull(end.failure()), context);
  }

  private Attempted classify(TransportResponse response, RequestContext context) {
    int status = response.status();
    boolean success = status >= 200 && status < 300;
    AttemptResult result =
        success
            ? null
            : ResponseClassifier.classify(response, context, requests.host(), time.now());
    if (!(result instanceof AttemptResult.Failure failure)) {
      return new Attempted(new Answered(response), false, response, null);
    }
    String message = requests.host() + " returned " + status + " to " + context.operation().path();
    Duration retryAfter = failure.retryAfter() == null ? Duration.ZERO : failure.retryAfter();
    Failed failed = new Failed(failure.reason(), message, retryAfter);
    return new Attempted(failed, true, response, failure.correction());
  }

  private Attempted classify(Throwable failure, RequestContext context) {
    if (closed.isDone()) {
      return Attempted.failed(closedResult(), false);
    }
    AttemptResult result = FailureClassifier.classify(failure, context, requests.host());
    if (result instanceof FatalFailure fatal) {
      return Attempted.failed(new Failed(fatal.reason(), fatal.message()), false);
    }
    boolean unreachable = result.reason() == Reason.UNREACHABLE;
    String message =
        unreachable && result instanceof AttemptResult.Failure connect
            ? connect.message()
            : "%s did not respond to the request to %s"
                .formatted(requests.host(), context.operation().path());
    Reason reason = unreachable ? Reason.UNREACHABLE : Reason.NO_ANSWER;
    return Attempted.failed(new Failed(reason, message), true);
  }

  static Failed closedResult() {
    return new Failed(Reason.CLOSED, "the forwarder was closed");
  }
}
