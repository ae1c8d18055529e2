package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.RequestsDelayed;
import io.github.brazeaudience.internal.resilience.CircuitBreaker;
import io.github.brazeaudience.internal.resilience.CircuitBreaker.FailureEffect;
import io.github.brazeaudience.internal.resilience.CircuitBreaker.State;
import io.github.brazeaudience.internal.resilience.RetryTokenBucket;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Admission control of one Braze operation. A batch starts if all of these allow it: its deadline,
 * the circuit breaker, the retry token bucket and the rate limiters.
 */
public final class Admission {
  /**
   * Minimum time between the start of an attempt and the deadline. An exchange that the deadline
   * cuts off may have arrived, which would turn "not sent" into "unconfirmed".
   */
  static final Duration MIN_ATTEMPT = Duration.ofSeconds(1);

  private static final Duration MIN_REPORTED_DELAY =
      Duration.ofSeconds(RequestsDelayed.MIN_DELAY_SECONDS);

  /** For short deadlines, the minimum is this fraction of the deadline. */
  private static final int MIN_ATTEMPT_DIVISOR = 10;

  private final EngineSettings settings;
  private final RetryPolicy policy;
  private final RetryTokenBucket retryTokens;
  private final OperationRateLimiters limiters;
  private final CircuitBreaker breaker;

  /** Batches that were a probe in the current round. They let the other batches probe first. */
  private final Set<Batch> probed = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The end of the last reported wait for the rate limiters, or null. */
  private @Nullable Long reportedStartNanos;

  private Reason outageReason = Reason.UNREACHABLE;
  private String outageMessage = "";

  /**
   * Creates the admission control of an operation.
   *
   * @param retryTokens shared by all operations
   * @param limiters the rate limiters of the operation
   */
  public Admission(
      EngineSettings settings, RetryTokenBucket retryTokens, OperationRateLimiters limiters) {
    this.settings = settings;
    this.policy = settings.retryPolicy();
    this.retryTokens = retryTokens;
    this.limiters = limiters;
    this.breaker =
        new CircuitBreaker(
            settings.policies().concurrency().initial(),
            policy.outageLimit().toNanos(),
            probe -> policy.probeInterval(probe, settings.environment().random()).toNanos());
  }

  /**
   * Returns true if the operation may start a batch. The deadline, retry token and rate limit of
   * the batch are checked later.
   */
  boolean allowsStart(long nowNanos, int inFlight) {
    return limiters.ownDelayNanos(nowNanos) == 0 && breaker.allows(nowNanos, inFlight);
  }

  OperationRateLimiters limiters() {
    return limiters;
  }

  /** {@return why a batch fails because it is too close to its deadline, or null} */
  @Nullable StopCause checkDeadline(Batch batch, long nowNanos) {
    return lastStartNanos(batch) - nowNanos >= 0 ? null : StopCause.DEADLINE_PASSED;
  }

  /** {@return why a batch that may start at a later time fails before it, or null} */
  @Nullable StopCause checkStart(Batch batch, long startNanos, long nowNanos) {
    return lastStartNanos(batch) - startNanos >= 0 ? null : deadlineBefore(startNanos, nowNanos);
  }

  /**
   * Returns the last time at which an attempt of a batch may start: before the deadline by the
   * duration of its last attempt, and by {@link #MIN_ATTEMPT} at least. If losing the response
   * makes no outcome worse, it is just before the deadline.
   */
  long lastStartNanos(Batch batch) {
    if (batch.canLoseResponse()) {
      return batch.deadlineNanos() - 1;
    }
    long fraction = policy.deadline().toNanos() / MIN_ATTEMPT_DIVISOR;
    long min = Math.min(MIN_ATTEMPT.toNanos(), fraction);
    return batch.deadlineNanos() - Math.max(min, batch.lastDuration().toNanos());
  }

  /**
   * Takes a retry token for a batch, once per retry. First attempts and probes are free.
   *
   * @return the wait for a token, or 0 if the batch has one
   */
  long acquireRetryToken(Batch batch, long nowNanos) {
    boolean free = batch.failures() == 0 || batch.hasRetryToken() || isOpen();
    long wait = free ? 0 : retryTokens.tryAcquire(nowNanos);
    if (wait == 0) {
      batch.retryTokenAcquired();
    }
    return wait;
  }

  /**
   * Takes a permit from each rate limiter.
   *
   * @return the wait for the permits, or 0 if they are taken and the batch must start at once
   */
  long acquireStart(Batch batch, long nowNanos) {
    long wait = limiters.acquire(nowNanos);
    if (wait > 0) {
      notifyDelayed(batch.operation(), wait, nowNanos);
    }
    return wait;
  }

  /** Reports a long wait once. */
  private void notifyDelayed(BrazeOperation operation, long waitNanos, long nowNanos) {
    Long reported = reportedStartNanos;
    long start = nowNanos + waitNanos;
    boolean isLong = waitNanos >= MIN_REPORTED_DELAY.toNanos();
    if (isLong && (reported == null || start - reported >= MIN_REPORTED_DELAY.toNanos())) {
      reportedStartNanos = start;
      RequestsDelayed event = new RequestsDelayed(operation, Duration.ofNanos(waitNanos));
      settings.listener().notify(it -> it.requestsDelayed(event));
    }
  }

  /** {@return the cause for a batch or call that cannot start a request before its deadline} */
  StopCause deadlineBefore(long startNanos, long nowNanos) {
    return StopCause.deadlineBeforeNextStart(
        settings.time().now().plusNanos(startNanos - nowNanos));
  }

  /** Records the start of a batch, which is a probe if the circuit is open. */
  void onStart(Batch batch) {
    batch.permit = breaker.onStart();
    if (isOpen()) {
      probed.add(batch);
    }
  }

  /** Returns true if the circuit is open and the batch was a probe in this round. */
  boolean hasProbed(Batch batch) {
    return isOpen() && probed.contains(batch);
  }

  /** Starts a new round of probes: each batch may be the probe once more. */
  void beginProbeRound() {
    probed.clear();
  }

  /** Returns true if the batch is the probe in flight, so its failure does not count against it. */
  boolean isProbe(Batch batch) {
    return breaker.isProbe(batch.permit);
  }

  /** Records that Braze processed the request, which closes the circuit and refills the bucket. */
  void onSuccess(Batch batch) {
    probed.clear();
    if (breaker.onSuccess()) {
      settings
          .listener()
          .notify(
              it -> it.batchesReleased(new BatchesReleased(batch.operation(), batch.attempts())));
    }
    retryTokens.deposit(batch.failures() > 0);
  }

  /**
   * Records a failure, which may open the circuit. A 429 with a wait opens it at once; {@link
   * OperationRateLimiters#pause} pauses the requests.
   */
  void onFailure(Batch batch, AttemptResult.Failure failure, long nowNanos) {
    Duration retryAfter = failure.retryAfter();
    boolean pauseOrdered = failure.reason() == Reason.RATE_LIMITED && retryAfter != null;
    FailureEffect effect =
        breaker.onFailure(
            batch.permit, pauseOrdered, retryAfter == null ? 0 : retryAfter.toNanos(), nowNanos);
    if (effect != FailureEffect.NONE) {
      outageReason = failure.reason();
      outageMessage = failure.message();
    }
    if (effect == FailureEffect.OPENED) {
      settings
          .listener()
          .notify(it -> it.batchesHeld(new BatchesHeld(batch.operation(), failure.reason())));
    }
  }

  /** Records that an attempt ended without a result for the circuit. */
  void onAbandoned(Batch batch) {
    breaker.onAbandoned(batch.permit);
  }

  /**
   * Closes the circuit if the outage has lasted too long, so later batches are tried again.
   *
   * @return why the waiting batches fail, or null if the outage has not expired
   */
  public @Nullable StopCause expireOutage(long nowNanos) {
    Long nextProbe = breaker.expire(nowNanos);
    if (nextProbe == null) {
      return null;
    }
    probed.clear();
    return StopCause.outageExpired(
        outageReason,
        outageMessage,
        policy.outageLimit(),
        settings.time().now().plusNanos(Math.max(0, nextProbe - nowNanos)));
  }

  /** {@return the end of the pause that Braze ordered, or null} */
  @Nullable Long pauseEndNanos() {
    return breaker.pauseEndNanos();
  }

  /** {@return when {@link #allowsStart} or {@link #expireOutage} changes by time alone, or null} */
  public @Nullable Long nextWakeNanos(long nowNanos) {
    return breaker.nextWakeNanos(nowNanos);
  }

  private boolean isOpen() {
    return breaker.state() != State.CLOSED;
  }
}
