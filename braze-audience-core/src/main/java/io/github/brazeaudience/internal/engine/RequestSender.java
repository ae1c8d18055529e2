package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.internal.wire.ExportResponseParser;
import io.github.brazeaudience.internal.wire.RequestFactory;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests: starts exchanges, classifies their ends, and abandons exchanges that do not end
 * in time. It enforces the contract of transports that throw or never complete. Responses are
 * classified on the transport's thread.
 */
public final class RequestSender {
  /** Grace period after the request timeout before an exchange is abandoned. */
  public static final Duration GRACE = Duration.ofSeconds(5);

  /** HTTP libraries reject timeouts that are not positive, and many count in milliseconds. */
  private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);

  private final EngineSettings settings;
  private final SerialExecutor executor;
  private final ResultHandler handler;
  private final RequestFactory requests;
  private final ResponseReader reader;
  private final InFlightRequests inFlight = new InFlightRequests();
  private long started;
  private @Nullable Attempt handling;

  /** Handles the result of an attempt. Called in the serial executor. */
  interface ResultHandler {
    void handle(Batch batch, long request, AttemptResult result);
  }

  RequestSender(
      EngineSettings settings, Codec codec, SerialExecutor executor, ResultHandler handler) {
    this.settings = settings;
    this.executor = executor;
    this.handler = handler;
    this.requests = new RequestFactory(settings.config());
    this.reader = new ResponseReader(codec, requests.host(), settings.time());
  }

  /** {@return the number of requests in flight, without those that have their own limit} */
  int inFlight() {
    return inFlight.shared();
  }

  /** {@return the number of requests in flight of a source} */
  int inFlight(BatchSource source) {
    return inFlight.of(source);
  }

  /** {@return the number of requests started so far, which is the number of the last one} */
  long started() {
    return started;
  }

  /**
   * Starts the request of a batch.
   *
   * @return false if it was not started because the scheduler rejected the timeout
   */
  boolean send(Batch batch) {
    long startedAt = settings.time().nanoTime();
    Duration timeout = timeout(batch, startedAt);
    long limitNanos = startedAt + timeout.plus(GRACE).toNanos();
    if (!executor.wakeBy(limitNanos)) {
      return false;
    }
    AttemptBody body = new AttemptBody(batch.request(), group(batch, startedAt));
    TransportRequest toSend = request(batch.operation(), body).withTimeout(timeout);
    Attempt attempt = new Attempt(batch, body, started + 1, startedAt, limitNanos);
    AttemptStarted event = attempt.startedEvent();
    // Nothing below fails before the transport has the request.
    inFlight.add(batch);
    started++;
    batch.attemptStarted(attempt);
    settings.listener().notify(it -> it.attemptStarted(event));
    start(attempt, toSend);
    return true;
  }

  private static Duration timeout(Batch batch, long nowNanos) {
    Duration left = Duration.ofNanos(batch.deadlineNanos() - nowNanos);
    if (left.compareTo(TransportRequest.DEFAULT_TIMEOUT) >= 0) {
      return TransportRequest.DEFAULT_TIMEOUT;
    }
    return left.compareTo(MIN_TIMEOUT) > 0 ? left : MIN_TIMEOUT;
  }

  /** {@return the group of an attempt that starts, or null if Braze does not track it} */
  private static @Nullable String group(Batch batch, long nowNanos) {
    return batch.isTrack()
        ? batch.call().groups().started(batch.request().maxBytes(), nowNanos)
        : null;
  }

  private TransportRequest request(BrazeOperation operation, AttemptBody body) {
    TransportRequest request = requests.post(operation, body);
    return operation == BrazeOperation.TRACK_USERS
        ? request
        : request.withMaxResponseBytes(ExportResponseParser.MAX_BYTES);
  }

  private void start(Attempt attempt, TransportRequest request) {
    try {
      Exchange exchange = settings.transport().start(request);
      attempt.started(exchange);
      var unused =
          exchange
              .response()
              .whenComplete((response, failure) -> ended(attempt, response, failure));
    } catch (Throwable e) {
      // Includes checked exceptions, because a transport may be written in another language.
      attempt.abort();
      ended(attempt, null, e);
    }
  }

  /**
   * Aborts the exchange of a batch if it is in flight, and waits for a short time because the
   * transport may still report its end.
   */
  void abort(Batch batch) {
    Attempt attempt = batch.attempt();
    if (attempt == null || batch.isAborted()) {
      return;
    }
    batch.markAborted();
    long limitNanos = settings.time().nanoTime() + GRACE.toNanos();
    if (!executor.wakeBy(limitNanos)) {
      abandon(attempt);
      return;
    }
    attempt.limitNanos = limitNanos;
    Throwable thrown = attempt.abort();
    if (thrown != null) {
      ended(attempt, null, thrown);
    }
  }

  /** Abandons an exchange that has not ended in time. The next one follows after its result. */
  void expire(long nowNanos) {
    Attempt expired = inFlight.firstExpired(nowNanos);
    if (expired != null) {
      abandon(expired);
    }
  }

  /** {@return when {@link #expire} has something to do, or null} */
  @Nullable Long nextWakeNanos() {
    return inFlight.nextWakeNanos();
  }

  private void abandon(Attempt attempt) {
    attempt.abort();
    ended(attempt, null, null);
  }

  /**
   * Records the first end of an exchange, on any thread, and handles it in the executor.
   *
   * @param failure null if there is a response, or if the exchange did not end in time
   */
  private void ended(
      Attempt attempt, @Nullable TransportResponse response, @Nullable Throwable failure) {
    boolean first = attempt.end(() -> end(attempt, response, failure));
    Attempt.End end = attempt.end();
    if (first && end != null) {
      OperationRateLimiters limiters = attempt.batch.admission().limiters();
      long now = settings.time().nanoTime();
      limiters.requestEnded(end.budget().budget(), attempt.startedAt, now);
    }
    executor.execute(() -> handleEnd(attempt));
  }

  private Attempt.End end(
      Attempt attempt, @Nullable TransportResponse response, @Nullable Throwable failure) {
    // Whatever the transport has made of an error of the encoder, nothing was sent.
    Throwable notEncoded = attempt.body.failure();
    return response == null && notEncoded != null
        ? ResponseReader.notEncoded(notEncoded)
        : reader.read(attempt.batch.request().context(), response, failure);
  }

  /** Handles the ends whose task could not be submitted because there was no memory. */
  void handleLostEnds() {
    inFlight.ended().forEach(this::handleEnd);
  }

  private void handleEnd(Attempt attempt) {
    Batch batch = attempt.batch;
    Attempt.End end = attempt.end();
    if (end == null || batch.attempt() != attempt || !inFlight.contains(batch)) {
      return;
    }
    Duration took = Duration.ofNanos(settings.time().nanoTime() - attempt.startedAt);
    handling = attempt;
    inFlight.remove(batch);
    batch.attemptEnded(took);
    if (end.result() instanceof AttemptResult.NotEncoded) {
      batch.attemptNotSent();
    }
    batch.call().groups().ended(attempt.body.group(), end.result());
    AttemptFinished event = attempt.finishedEvent(end, took);
    settings.listener().notify(it -> it.attemptFinished(event));
    notifyCorrected(end, batch, attempt);
    handler.handle(batch, attempt.number, end.result());
    handled();
  }

  private void notifyCorrected(Attempt.End end, Batch batch, Attempt attempt) {
    if (end.result() instanceof AttemptResult.Failure failure && failure.correction() != null) {
      var event = failure.correction().retryHintEvent(batch.operation(), attempt.number);
      settings.listener().notify(it -> it.retryHintCorrected(event));
    }
    if (end.budget().correction() != null) {
      var event = end.budget().correction().budgetEvent(batch.operation(), attempt.number);
      settings.listener().notify(it -> it.rateLimitCorrected(event));
    }
  }

  /** {@return the batch whose result is being handled, or null} */
  @Nullable Batch handling() {
    return handling == null ? null : handling.batch;
  }

  /** {@return the result that is being handled, or null} */
  @Nullable AttemptResult handlingResult() {
    Attempt.End end = handling == null ? null : handling.end();
    return end == null ? null : end.result();
  }

  /** Records that the result being handled is recorded on all writes. */
  void handled() {
    Attempt attempt = handling;
    handling = null;
    if (attempt != null) {
      attempt.batch.writes().forEach(write -> write.requestEnded());
    }
  }
}
