package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.BrazeTransport;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an engine works with.
 *
 * @param concurrency how many requests may be under way at once
 * @param minUserWriteInterval how long a user rests between an answer and the next write
 * @param membership what Braze is known to hold, null if that is not kept
 */
public record DeliverySettings(
    BrazeTransport transport,
    RateLimiter rateLimiter,
    RetryPolicy retryPolicy,
    ConcurrencyPolicy concurrency,
    Duration minUserWriteInterval,
    ForwarderListener listener,
    TimeSource timeSource,
    TaskScheduler scheduler,
    RandomGenerator random,
    @Nullable MembershipSettings membership) {}
