package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.BrazeTransport;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Settings of a delivery engine.
 *
 * @param resolver creates the resolver, with or without a membership store
 */
public record EngineSettings(
    BrazeAudienceConfig config,
    BrazeTransport transport,
    Policies policies,
    Environment environment,
    WriteResolver.Factory resolver) {

  /**
   * Limits of the delivery.
   *
   * @param rateLimiter limits all requests
   * @param readBackLimiter limits the requests that export profiles
   */
  public record Policies(
      RateLimiter rateLimiter,
      RateLimiter readBackLimiter,
      RetryPolicy retry,
      ConcurrencyPolicy concurrency,
      Duration minUserWriteInterval) {

    /** {@return the limiters of the requests that write} */
    public OperationRateLimiters writeLimiters() {
      return new OperationRateLimiters(List.of(rateLimiter));
    }

    /** {@return the limiters of the requests that export profiles} */
    public OperationRateLimiters exportLimiters() {
      return new OperationRateLimiters(List.of(readBackLimiter, rateLimiter));
    }
  }

  /** Runtime environment of the engine, which tests replace. */
  public record Environment(
      TimeSource time,
      TaskScheduler scheduler,
      RandomGenerator random,
      ListenerDispatcher listener,
      Function<PayloadBuilder, Codec> codec) {}

  public TimeSource time() {
    return environment.time();
  }

  public ListenerDispatcher listener() {
    return environment.listener();
  }

  public RetryPolicy retryPolicy() {
    return policies.retry();
  }
}
