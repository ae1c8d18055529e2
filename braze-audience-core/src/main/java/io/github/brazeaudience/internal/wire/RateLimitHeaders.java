package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.internal.wire.RetryAfterHeaders.Correction;
import io.github.brazeaudience.policy.RateLimiter.Budget;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the budget that a response reports in {@code X-RateLimit-Limit}, {@code
 * X-RateLimit-Remaining} and {@code X-RateLimit-Reset}. The reset is read as in {@link
 * RetryAfterHeaders}: an epoch in some contracts and a number of seconds in others. If a header is
 * missing or empty, there is no budget; if one cannot be right, the budget is ignored.
 *
 * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: rate limits</a>
 */
public final class RateLimitHeaders {
  private static final String LIMIT = "X-RateLimit-Limit";
  private static final String REMAINING = "X-RateLimit-Remaining";

  /** As many ASCII digits as fit into a long. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private RateLimitHeaders() {}

  /** Plausible budget of a response, and the first header that was corrected or ignored. */
  public record Reading(@Nullable Budget budget, @Nullable Correction correction) {
    /** Reading of a response without a budget. */
    public static final Reading NONE = new Reading(null, null);

    private static Reading ignored(String header) {
      return new Reading(null, new Correction(header, null));
    }
  }

  /** Reads the budget of a response. */
  public static Reading read(TransportResponse response, Instant now) {
    String limitText = text(response, LIMIT);
    String remainingText = text(response, REMAINING);
    if (limitText.isEmpty()
        || remainingText.isEmpty()
        || text(response, RetryAfterHeaders.RESET).isEmpty()) {
      return Reading.NONE;
    }
    long limit = number(limitText);
    if (limit < 1) {
      return Reading.ignored(LIMIT);
    }
    long remaining = number(remainingText);
    if (remaining < 0 || remaining > limit) {
      return Reading.ignored(REMAINING);
    }
    RetryAfterHeaders.Hint reset = RetryAfterHeaders.readReset(response, now);
    Duration untilReset = reset.delay();
    return new Reading(
        untilReset == null ? null : new Budget(limit, remaining, untilReset), reset.correction());
  }

  private static String text(TransportResponse response, String header) {
    return response.header(header).map(String::strip).orElse("");
  }

  /** {@return the number, or -1 if the text is not a plausible one} */
  private static long number(String text) {
    return NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
  }
}
