package io.github.brazeaudience.internal.resilience;

import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Circuit breaker that opens after a number of consecutive failures or a pause ordered by the
 * server, and then lets one probe through per probe interval. Any success closes the circuit. An
 * open circuit expires once the outage exceeds a limit.
 *
 * <p>All times are nanoseconds of one monotonic clock.
 */
public final class CircuitBreaker {
  /** The permit of a request that started while the circuit was closed. */
  public static final long NOT_A_PROBE = 0;

  public enum State {
    /** Requests start freely. */
    CLOSED,
    /** No request starts before the next probe is due. */
    OPEN,
    /** A probe is in flight. */
    HALF_OPEN
  }

  /** The effect of a failure on the circuit. */
  public enum FailureEffect {
    /** The failure did not move the next probe. */
    NONE,
    /** The circuit stays open, with a new time for the next probe. */
    PROBE_RESCHEDULED,
    /** The circuit opened. */
    OPENED
  }

  private final int failureThreshold;
  private final long outageLimitNanos;
  private final IntToLongFunction probeIntervalNanos;
  private int consecutiveFailures;
  private long probes;
  private @Nullable Outage outage;

  private static final class Outage {
    private final long startNanos;
    private int failedProbes;
    private long nextProbeNanos;
    private boolean pauseOrdered;
    private long probeInFlight = NOT_A_PROBE;

    Outage(long startNanos) {
      this.startNanos = startNanos;
    }
  }

  /**
   * Creates a closed circuit.
   *
   * @param failureThreshold the number of consecutive failures that open the circuit
   * @param outageLimitNanos the duration after which an open circuit expires
   * @param probeIntervalNanos the wait before the n-th probe; 1 for the first
   */
  public CircuitBreaker(
      int failureThreshold, long outageLimitNanos, IntToLongFunction probeIntervalNanos) {
    this.failureThreshold = failureThreshold;
    this.outageLimitNanos = outageLimitNanos;
    this.probeIntervalNanos = probeIntervalNanos;
  }

  public State state() {
    if (outage == null) {
      return State.CLOSED;
    }
    return outage.probeInFlight == NOT_A_PROBE ? State.OPEN : State.HALF_OPEN;
  }

  /**
   * Returns true if a request may start. In an open circuit only a probe that is due may start. In
   * a closed circuit, consecutive failures and requests in flight together stay below the
   * threshold.
   *
   * @param inFlight the number of requests in flight
   */
  public boolean allows(long nowNanos, int inFlight) {
    if (outage != null) {
      return outage.probeInFlight == NOT_A_PROBE && outage.nextProbeNanos - nowNanos <= 0;
    }
    return consecutiveFailures == 0 || consecutiveFailures + inFlight < failureThreshold;
  }

  /** Records that a request starts. Returns its permit, for the report of its end. */
  public long onStart() {
    if (outage == null) {
      return NOT_A_PROBE;
    }
    outage.probeInFlight = ++probes;
    return probes;
  }

  /** Returns true if the permit is that of the probe in flight. */
  public boolean isProbe(long permit) {
    return outage != null && permit != NOT_A_PROBE && outage.probeInFlight == permit;
  }

  /**
   * Records a failure.
   *
   * @param permit from {@link #onStart}
   * @param pauseOrdered true if the server ordered a pause of {@code retryAfterNanos}
   * @param retryAfterNanos the shortest wait before the next probe, 0 if the server gave none
   */
  public FailureEffect onFailure(
      long permit, boolean pauseOrdered, long retryAfterNanos, long nowNanos) {
    consecutiveFailures++;
    boolean opens = outage == null && (pauseOrdered || consecutiveFailures >= failureThreshold);
    if (opens) {
      outage = new Outage(nowNanos);
    }
    boolean probeFailed = isProbe(permit);
    if (outage == null || !(opens || pauseOrdered || probeFailed)) {
      return FailureEffect.NONE;
    }
    if (probeFailed) {
      outage.probeInFlight = NOT_A_PROBE;
      outage.failedProbes++;
    }
    long interval = probeIntervalNanos.applyAsLong(outage.failedProbes + 1);
    outage.nextProbeNanos = nowNanos + Math.max(retryAfterNanos, interval);
    outage.pauseOrdered = pauseOrdered;
    return opens ? FailureEffect.OPENED : FailureEffect.PROBE_RESCHEDULED;
  }

  /** Records a success, which closes the circuit. Returns true if it was open. */
  public boolean onSuccess() {
    consecutiveFailures = 0;
    boolean wasOpen = outage != null;
    outage = null;
    return wasOpen;
  }

  /** Records that a request ended without a result for the circuit, so another probe may start. */
  public void onAbandoned(long permit) {
    if (outage != null && isProbe(permit)) {
      outage.probeInFlight = NOT_A_PROBE;
    }
  }

  /**
   * Closes the circuit if the outage has reached its limit, or if the pause ordered by the server
   * ends after the limit.
   *
   * @return when the next probe would have been due, or null if the outage has not expired
   */
  public @Nullable Long expire(long nowNanos) {
    if (outage == null) {
      return null;
    }
    long end = outage.startNanos + outageLimitNanos;
    boolean pauseExceedsLimit = outage.pauseOrdered && outage.nextProbeNanos - end > 0;
    if (end - nowNanos > 0 && !pauseExceedsLimit) {
      return null;
    }
    long nextProbe = outage.nextProbeNanos;
    outage = null;
    consecutiveFailures = 0;
    return nextProbe;
  }

  /** {@return when the pause ordered by the server ends, or null if it ordered none} */
  public @Nullable Long pauseEndNanos() {
    return outage == null || !outage.pauseOrdered ? null : outage.nextProbeNanos;
  }

  /** {@return when {@link #allows} or {@link #expire} next changes by time alone, or null} */
  public @Nullable Long nextWakeNanos(long nowNanos) {
    if (outage == null) {
      return null;
    }
    long end = outage.startNanos + outageLimitNanos;
    boolean awaitsProbe =
        outage.probeInFlight == NOT_A_PROBE && outage.nextProbeNanos - nowNanos > 0;
    return awaitsProbe && outage.nextProbeNanos - end < 0 ? outage.nextProbeNanos : end;
  }
}
