package io.github.brazeaudience.options;

import io.github.brazeaudience.policy.RateLimiter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the request rate and the part of Braze's budget that is left to other clients. */
public final class RateOptions {
  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description = "Maximum request rate (default: 3000/3s), or off.")
  @Nullable RateLimiter rate;

  @Option(
      names = "--reserve",
      paramLabel = "PERCENT",
      description = {
        "Share of each hour's request budget that is left to other clients (default: 0%%). Has no effect"
            + " if Braze's responses report no budget."
      })
  @Nullable Share reserve;

  /** Creates the limiter. */
  public RateLimiter limiter() {
    RateLimiter limiter = rate == null ? RateLimiter.create() : rate;
    return reserve == null ? limiter : limiter.withReserve(reserve.value());
  }
}
