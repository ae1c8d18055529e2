package io.github.brazeaudience.testing.internal;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * Rate limit per second, minute or hour of the clock, with its response headers. Thread-safe.
 *
 * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: API limits</a>
 */
final class WindowLimit {
  private final int limit;
  private final ChronoUnit window;
  private final InstantSource clock;
  private Instant start = Instant.MIN;
  private int used;

  /** State of the limit after a request, with the time of the next reset. */
  record Use(boolean granted, int limit, int remaining, Instant reset, Instant now) {
    Response addHeaders(Response response) {
      return response
          .withHeader("date", HttpDate.of(now))
          .withHeader("x-ratelimit-limit", String.valueOf(limit))
          .withHeader("x-ratelimit-remaining", String.valueOf(remaining))
          .withHeader("x-ratelimit-reset", String.valueOf(reset.getEpochSecond()));
    }
  }

  WindowLimit(int limit, ChronoUnit window, InstantSource clock) {
    this.limit = limit;
    this.window = window;
    this.clock = clock;
  }

  /** Handles a request within the limit, and refuses one beyond it. */
  Response handle(Supplier<Response> handler) {
    Use use = use();
    return use.addHeaders(use.granted() ? handler.get() : refusal());
  }

  static Response refusal() {
    return Response.message(429, "Rate limit exceeded");
  }

  synchronized Use use() {
    Instant now = clock.instant();
    Instant current = now.truncatedTo(window);
    if (!current.equals(start)) {
      start = current;
      used = 0;
    }
    boolean granted = used < limit;
    used += granted ? 1 : 0;
    return new Use(granted, limit, limit - used, current.plus(1, window), now);
  }
}
