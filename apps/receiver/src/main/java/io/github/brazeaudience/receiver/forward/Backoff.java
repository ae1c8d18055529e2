package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Backoff before an update that was not sent or not confirmed is forwarded again, after the retries
 * of the forwarder.
 *
 * @param initial the upper bound after the first failure; it doubles with each further failure
 * @param max the largest upper bound, and the one after a permanent error
 */
public record Backoff(Duration initial, Duration max) {
  /** From 1 s to 1 min. */
  public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private static final int MAX_DOUBLINGS = 30;

  /**
   * Random between half of the upper bound and the upper bound, so users of one failed request are
   * in different requests later: one of them may have caused the failure.
   *
   * @param failures the number of failures in a row, at least 1
   * @param outcome the last outcome
   */
  Duration rest(int failures, UserOutcome outcome, Instant now, RandomGenerator random) {
    Duration rest = Suspension.isPermanent(outcome.reason()) ? max : drawn(failures, random);
    if (outcome instanceof NotSent notSent && notSent.retryAt().isPresent()) {
      Duration asked = Duration.between(now, notSent.retryAt().get());
      return asked.compareTo(rest) > 0 ? asked : rest;
    }
    return rest;
  }

  private Duration drawn(int failures, RandomGenerator random) {
    long cap = max.toNanos();
    long first = Math.min(initial.toNanos(), cap);
    int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
    long grown = first > cap >> doublings ? cap : first << doublings;
    return Duration.ofNanos(grown - random.nextLong(grown / 2 + 1));
  }
}
