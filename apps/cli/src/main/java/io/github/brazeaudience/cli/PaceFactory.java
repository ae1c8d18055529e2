package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.Locale;

/** Makes of the options how fast a run goes and how long it tries. */
final class PaceFactory {
  /** A dry run waits for whoever reads its lines as long as it takes. */
  private static final Duration NO_DEADLINE = Duration.ofDays(365);

  private final Options options;

  PaceFactory(Options options) {
    this.options = options;
  }

  Task.Pace create() throws UsageException {
    RateLimiter limiter = options.rate != null ? options.rate : RateLimiter.create();
    Task.Pace pace =
        new Task.Pace(
            concurrency(),
            AudienceForwarderBuilder.DEFAULT_MIN_USER_WRITE_INTERVAL,
            limiter,
            retryPolicy(),
            options.linger);
    return options.dryRun ? withoutWaiting(pace) : pace;
  }

  private ConcurrencyPolicy concurrency() throws UsageException {
    Integer requests = options.maxInFlight;
    if (requests == null) {
      return ConcurrencyPolicy.adaptive();
    }
    if (requests < 1 || requests > ConcurrencyPolicy.LARGEST) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--max-in-flight must be from 1 to %d, but was %d",
              ConcurrencyPolicy.LARGEST,
              requests));
    }
    return ConcurrencyPolicy.fixed(requests);
  }

  private RetryPolicy retryPolicy() {
    RetryPolicy policy = RetryPolicy.defaults();
    if (options.deadline != null) {
      policy = policy.withDeadline(options.deadline);
    }
    return options.giveUpAfter != null ? policy.withOutageLimit(options.giveUpAfter) : policy;
  }

  /** One body after the other. */
  private static Task.Pace withoutWaiting(Task.Pace pace) {
    return new Task.Pace(
        ConcurrencyPolicy.fixed(1),
        Duration.ZERO,
        RateLimiter.off(),
        pace.retry().withDeadline(NO_DEADLINE),
        pace.linger());
  }
}
