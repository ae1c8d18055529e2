package io.github.brazeaudience;

import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Decisions about an update that is delivered more than once. Pure functions. */
final class RedeliveryRules {
  /** Reasons that only people can remove. */
  private static final Set<Reason> PERMANENT =
      EnumSet.of(Reason.UNAUTHORIZED, Reason.ENDPOINT_REFUSED);

  private RedeliveryRules() {}

  static boolean isFinal(UserOutcome outcome) {
    return !(outcome instanceof NotSent || outcome instanceof Unconfirmed);
  }

  /**
   * Returns the outcome over two deliveries, with the attempts of both. If an update may have
   * arrived in the first one and was not sent in the second one, it is unconfirmed. An accepted
   * update is delivered again after an earlier update of its user, which may have replaced it.
   */
  static UserOutcome outcome(UserOutcome first, UserOutcome second) {
    int attempts = first.attempts() + second.attempts();
    long index = second.index();
    if (second instanceof NotSent && !(first instanceof NotSent)) {
      UserOutcome last = first instanceof Unconfirmed ? first : second;
      return Unconfirmed.of(index, second.update(), attempts, reason(last), last.message());
    }
    if (second instanceof Accepted accepted) {
      return Accepted.of(
          index,
          second.update(),
          attempts,
          accepted.identifierKind(),
          accepted.withoutPushTokens());
    }
    if (second instanceof Unchanged unchanged) {
      return unchanged.reason().isPresent()
          ? unchanged
          : Unchanged.of(index, second.update(), attempts);
    }
    if (second instanceof Rejected) {
      return Rejected.of(index, second.update(), attempts, reason(second), second.message());
    }
    if (second instanceof NotSent notSent) {
      return NotSent.of(
          index,
          second.update(),
          attempts,
          reason(second),
          second.message(),
          notSent.retryAt().orElse(null));
    }
    return Unconfirmed.of(index, second.update(), attempts, reason(second), second.message());
  }

  private static Reason reason(UserOutcome outcome) {
    return Objects.requireNonNull(outcome.reason().orElse(null), "reason of a failure");
  }

  /** Returns the wait after a number of failures in a row, at least 1. */
  static Duration delay(
      RedeliveryPolicy policy,
      int failures,
      UserOutcome outcome,
      Instant now,
      RandomGenerator random) {
    boolean permanent = outcome.reason().filter(PERMANENT::contains).isPresent();
    Duration delay = permanent ? policy.maxBackoff() : policy.backoff(failures, random);
    if (outcome instanceof NotSent notSent && notSent.retryAt().isPresent()) {
      Duration asked = Duration.between(now, notSent.retryAt().get());
      return asked.compareTo(delay) > 0 ? asked : delay;
    }
    return delay;
  }
}
