package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * How long an update rests that was not sent or is not confirmed, before it is forwarded again. The
 * forwarder has tried many times by then; this is for what lasts longer.
 *
 * @param initial the longest rest after the first failure; it doubles with each
 * @param max the longest of all, and the one after a permanent error
 */
public record Backoff(Duration initial, Duration max) {
  /** From 1 s to 1 min. */
  public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private static final int MAX_DOUBLINGS = 30;

  /**
   * Between half of the grown rest and the whole, so that users who failed in one request do not go
   * into one again: it may have failed because of one of them.
   *
   * @param failures how many in a row, at least 1
   * @param outcome of the last one
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
