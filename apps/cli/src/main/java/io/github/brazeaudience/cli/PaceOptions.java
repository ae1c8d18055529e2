package io.github.brazeaudience.cli;

import io.github.brazeaudience.options.RateOptions;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for concurrency, request rate and retries. */
final class PaceOptions {
  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      description =
          "Maximum number of requests in flight (default: adaptive, 16 at first, then 4 to 256).")
  @Nullable Integer maxInFlight;

  @Mixin RateOptions rate = new RateOptions();

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "Time for which a failed request is retried (default: 5m).")
  @Nullable Duration deadline;

  @Option(
      names = "--give-up-after",
      paramLabel = "TIME",
      description = "Time to wait for the end of an outage of Braze (default: 5m).")
  @Nullable Duration giveUpAfter;

  Pace pace() throws UsageException {
    Pace defaults = Pace.defaults();
    return new Pace(
        maxInFlight == null ? defaults.concurrency() : concurrency(maxInFlight),
        defaults.minUserWriteInterval(),
        rate.limiter(),
        retryPolicy(),
        defaults.linger());
  }

  private static ConcurrencyPolicy concurrency(int requests) throws UsageException {
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
    if (deadline != null) {
      policy = policy.withDeadline(deadline);
    }
    return giveUpAfter != null ? policy.withOutageLimit(giveUpAfter) : policy;
  }
}
