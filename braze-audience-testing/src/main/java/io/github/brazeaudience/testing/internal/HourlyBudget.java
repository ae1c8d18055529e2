package io.github.brazeaudience.testing.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Number of {@code /users/track} requests per hour of the clock that all clients of a company
 * share. Every response has the headers of contracts with such a budget. Thread-safe.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track#monthly-active-users-cy-24-25-universal-mau-web-mau-and-mobile-mau">Braze:
 *     rate limits of /users/track</a>
 */
final class HourlyBudget {
  private final @Nullable WindowLimit limit;

  /**
   * Creates a budget.
   *
   * @param requests the number of requests, or empty for a contract without a budget
   */
  HourlyBudget(OptionalInt requests, InstantSource clock) {
    limit =
        requests.isPresent() ? new WindowLimit(requests.getAsInt(), ChronoUnit.HOURS, clock) : null;
  }

  /** Uses up requests as another client. */
  void use(int requests) {
    for (int i = 0; limit != null && i < requests; i++) {
      limit.use();
    }
  }

  /** Handles a request if the budget is not used up. */
  Response handle(Supplier<Response> handler) {
    if (limit == null) {
      return handler.get();
    }
    WindowLimit.Use use = limit.use();
    String secondsLeft = String.valueOf(secondsLeft(use));
    return use.granted()
        ? use.addHeaders(handler.get()).withHeader("x-ratelimit-reset", secondsLeft)
        : WindowLimit.refusal()
            .withHeader("date", HttpDate.of(use.now()))
            .withHeader("x-ratelimit-retry-after", secondsLeft);
  }

  /** {@return the seconds until the reset, rounded up} */
  private static long secondsLeft(WindowLimit.Use use) {
    return Duration.between(use.now(), use.reset()).plusSeconds(1).minusNanos(1).toSeconds();
  }
}
