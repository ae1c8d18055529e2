package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.HourlyBudget;
import io.github.brazeaudience.simulation.HourlyBudget.Reset;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Forwarder against a Braze with an hourly budget, on a clock that starts at 2026-01-01T00:00:00Z.
 */
abstract class RateLimitBudgetFixture {
  static final Duration HOUR = Duration.ofHours(1);

  static final RetryPolicy PATIENT = RetryPolicy.defaults().withDeadline(HOUR.multipliedBy(9));

  /** The objects of a request do not matter for its budget. */
  static final int OBJECTS = Boolean.getBoolean("tests.full") ? PayloadLimits.MAX_OBJECTS : 5;

  static final BrazeAudienceConfig CONFIG = config("test-key", SendSegmentsAs.SINGLE_ATTRIBUTE);

  final VirtualTime time = new VirtualTime();

  static BrazeAudienceConfig config(String key, SendSegmentsAs mode) {
    return BrazeAudienceConfig.builder()
        .restApiKey(key)
        .sendSegmentsAs(mode)
        .maxObjectsPerRequest(OBJECTS)
        .build();
  }

  Simulation simulation(HourlyBudget braze, RateLimiter limiter, RetryPolicy policy) {
    return new Simulation(
        time, 1, CONFIG, braze, builder -> builder.rateLimiter(limiter).retryPolicy(policy));
  }

  HourlyBudget braze(int limit, Reset reset, int mostMillis) {
    Random random = new Random(limit + 31L * mostMillis);
    return new HourlyBudget(
        time, limit, reset, () -> Duration.ofMillis(100 + random.nextInt(mostMillis)));
  }

  static List<AudienceUpdate> requests(int requests) {
    return Simulation.users(requests * OBJECTS);
  }
}
