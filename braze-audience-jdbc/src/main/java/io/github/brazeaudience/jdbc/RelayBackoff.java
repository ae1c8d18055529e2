package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Decides the waits of a relay after failures. Thread-safe. */
final class RelayBackoff implements Settlement.Backoff {
  /** Reasons that only people can remove. */
  private static final Set<Reason> PERMANENT =
      EnumSet.of(Reason.UNAUTHORIZED, Reason.ENDPOINT_REFUSED);

  private final RedeliveryPolicy policy;
  private final Duration cooldown;
  private final TimeSource time;
  private final RandomGenerator random;

  RelayBackoff(
      RedeliveryPolicy policy, Duration cooldown, TimeSource time, RandomGenerator random) {
    this.policy = policy;
    this.cooldown = cooldown;
    this.time = time;
    this.random = random;
  }

  /** Returns the wait before a user's next delivery, or before the next claim of the relay. */
  @Override
  public Duration delay(int failures, UserOutcome outcome) {
    boolean permanent = outcome.reason().filter(PERMANENT::contains).isPresent();
    Duration delay = permanent ? policy.maxBackoff() : delay(failures);
    if (outcome instanceof NotSent notSent && notSent.retryAt().isPresent()) {
      delay = longer(delay, Duration.between(time.now(), notSent.retryAt().get()));
    }
    return outcome.attempts() > 0 ? longer(delay, cooldown) : delay;
  }

  /** Returns the wait after a number of failures in a row. */
  synchronized Duration delay(int failures) {
    return policy.backoff(failures, random);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
