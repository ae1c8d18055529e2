/**
 * Resilience primitives: a circuit breaker, a concurrency limiter and a retry token bucket.
 *
 * <p>They take and return numbers, read no clock, and do not depend on requests or batches. Unless
 * a method says otherwise they are not thread-safe; the delivery engine calls them from its serial
 * executor.
 */
package io.github.brazeaudience.internal.resilience;
