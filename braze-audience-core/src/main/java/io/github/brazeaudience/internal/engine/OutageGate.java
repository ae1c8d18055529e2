package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Holds batches back while Braze is away: after as many failures in a row as requests may be under
 * way before the first answer, or when Braze orders a pause, nothing starts but one probe per
 * back-off interval, until an answer comes. Confined to the mailbox.
 */
final class OutageGate {
  private final RetryPolicy policy;
  private final RandomGenerator random;
  private final int threshold;
  private int failuresInARow;
  private @Nullable Hold hold;

  /** Since when batches are held, and how the probing goes. */
  private static final class Hold {
    private final long sinceNanos;
    private Reason reason;
    private String message;
    private int probesFailed;
    private long probeAtNanos;
    private boolean ordered;
    private @Nullable Batch probe;
    private final Set<Batch> probedInRound = Collections.newSetFromMap(new IdentityHashMap<>());

    Hold(long sinceNanos, Reason reason, String message) {
      this.sinceNanos = sinceNanos;
      this.reason = reason;
      this.message = message;
    }
  }

  OutageGate(RetryPolicy policy, RandomGenerator random, int threshold) {
    this.policy = policy;
    this.random = random;
    this.threshold = threshold;
  }

  boolean holding() {
    return hold != null;
  }

  /**
   * Whether a batch may start now. While batches are held, only a probe whose time has come; after
   * a failure without a success since, no more than it takes to find out.
   */
  boolean mayStart(long nowNanos, int inFlight) {
    if (hold != null) {
      return hold.probe == null && hold.probeAtNanos - nowNanos <= 0;
    }
    return failuresInARow == 0 || failuresInARow + inFlight < threshold;
  }

  /** A batch starts; while others are held it is the probe. */
  void starts(Batch batch) {
    if (hold != null) {
      hold.probe = batch;
      hold.probedInRound.add(batch);
    }
  }

  /**
   * Whether a batch has been the probe while those that wait with it have not. It could be the
   * batch on which Braze fails, so that it must not be the only one to ask.
   */
  boolean waitsForOthers(Batch batch) {
    return hold != null && hold.probedInRound.contains(batch);
  }

  /** All that wait have been the probe: from now on each may be once more. */
  void beginRound() {
    if (hold != null) {
      hold.probedInRound.clear();
    }
  }

  /** Whether this batch is the probe, whose failure says nothing about the batch. */
  boolean isProbe(Batch batch) {
    return hold != null && hold.probe == batch;
  }

  /**
   * An attempt brought nothing.
   *
   * @param failure what came of it, and the pause that Braze asked for
   * @return whether batches are held from now on that were not before
   */
  boolean failed(Batch batch, Verdict.Failure failure, long nowNanos) {
    failuresInARow++;
    boolean paused = failure.reason() == Reason.RATE_LIMITED && failure.hint() != null;
    boolean first = hold == null && (paused || failuresInARow >= threshold);
    if (first) {
      hold = new Hold(nowNanos, failure.reason(), failure.message());
    }
    if (hold == null || !(first || paused || hold.probe == batch)) {
      return false;
    }
    if (hold.probe == batch) {
      hold.probe = null;
      hold.probesFailed++;
    }
    hold.reason = failure.reason();
    hold.message = failure.message();
    Duration interval = policy.probeInterval(hold.probesFailed + 1, random);
    Duration hint = failure.hint();
    Duration wait = hint != null && hint.compareTo(interval) > 0 ? hint : interval;
    hold.probeAtNanos = nowNanos + wait.toNanos();
    hold.ordered = paused;
    return first;
  }

  /**
   * Braze answered.
   *
   * @return whether held batches are let go by it
   */
  boolean succeeded() {
    failuresInARow = 0;
    boolean held = hold != null;
    hold = null;
    return held;
  }

  /** A probe came to no verdict about Braze, so that another one may go. */
  void probeLost(Batch batch) {
    if (hold != null && hold.probe == batch) {
      hold.probe = null;
    }
  }

  /** Waits for no probe that is not in flight. */
  void reset(Predicate<Batch> inFlight) {
    if (hold != null && hold.probe != null && !inFlight.test(hold.probe)) {
      hold.probe = null;
    }
  }

  /**
   * Ends an outage that has lasted too long, or that Braze itself says will, so that what comes
   * later is tried afresh.
   *
   * @return why the rest is not sent, or null if it is not time
   */
  DeliveryCall.@Nullable Stop giveUp(long nowNanos, Instant now) {
    if (hold == null) {
      return null;
    }
    long end = hold.sinceNanos + policy.outageLimit().toNanos();
    if (end - nowNanos > 0 && !(hold.ordered && hold.probeAtNanos - end > 0)) {
      return null;
    }
    DeliveryCall.Stop stop =
        new DeliveryCall.Stop(
            hold.reason,
            "waiting for Braze was given up (its limit is %s); %s"
                .formatted(policy.outageLimit(), hold.message),
            now.plusNanos(Math.max(0, hold.probeAtNanos - nowNanos)));
    hold = null;
    failuresInARow = 0;
    return stop;
  }

  /** When the pause ends that Braze ordered, or null if it ordered none. */
  @Nullable Long pauseEndNanos() {
    return hold == null || !hold.ordered ? null : hold.probeAtNanos;
  }

  /** When {@link #mayStart} or {@link #giveUp} changes its answer by time alone, or null. */
  @Nullable Long nextChangeNanos(long nowNanos) {
    if (hold == null) {
      return null;
    }
    long end = hold.sinceNanos + policy.outageLimit().toNanos();
    boolean probeWaits = hold.probe == null && hold.probeAtNanos - nowNanos > 0;
    return probeWaits && hold.probeAtNanos - end < 0 ? hold.probeAtNanos : end;
  }
}
