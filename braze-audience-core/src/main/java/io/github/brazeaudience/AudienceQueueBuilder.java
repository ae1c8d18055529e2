package io.github.brazeaudience;

import io.github.brazeaudience.policy.RedeliveryPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds an {@link AudienceQueue}. Not thread-safe. */
public final class AudienceQueueBuilder {
  /** The default for {@link #capacity}. */
  public static final int DEFAULT_CAPACITY = 10_000;

  /** The default for {@link #linger}. */
  public static final Duration DEFAULT_LINGER = Duration.ofSeconds(1);

  private final CallContext context;
  private final Executor callbacks;
  private int capacity = DEFAULT_CAPACITY;
  private Duration linger = DEFAULT_LINGER;
  private @Nullable RedeliveryPolicy redelivery;
  private RandomGenerator random = new SplittableRandom();

  AudienceQueueBuilder(CallContext context, Executor callbacks) {
    this.context = context;
    this.callbacks = callbacks;
  }

  /**
   * Sets the maximum number of updates in the queue, including those in flight.
   *
   * @param updates at least 1, by default {@value #DEFAULT_CAPACITY}
   * @throws IllegalArgumentException if {@code updates} is less than 1
   */
  public AudienceQueueBuilder capacity(int updates) {
    if (updates < 1) {
      throw new IllegalArgumentException("`capacity` must be at least 1, but was " + updates);
    }
    capacity = updates;
    return this;
  }

  /**
   * Sets the maximum time that an update waits for others to fill a request.
   *
   * @param time not negative, by default 1 s, at most 1 h
   * @throws IllegalArgumentException if {@code time} is negative or too long
   */
  public AudienceQueueBuilder linger(Duration time) {
    linger = ForwarderSettings.checkedWait("linger", time);
    return this;
  }

  /**
   * Makes the queue deliver updates again that were not sent or not confirmed, in the order of
   * their user, until they are accepted, unchanged or rejected, or the queue is closed. Only then
   * their outcomes are known, and until then they count against the capacity, so the queue is full
   * while Braze is away. The attempts of an outcome are those of all deliveries. Off by default.
   *
   * <p>A later update of a user waits until the earlier ones have their outcomes. When the queue is
   * closed, updates that wait for another delivery end with the outcome that they have; those that
   * were never delivered are delivered once.
   */
  public AudienceQueueBuilder redeliver(RedeliveryPolicy policy) {
    redelivery = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** Replaces the random generator of the backoff, for tests. */
  AudienceQueueBuilder random(RandomGenerator generator) {
    random = generator;
    return this;
  }

  /** Returns the queue, which has to be closed before the forwarder. */
  public AudienceQueue build() {
    return new AudienceQueue(
        context, new PendingOutcomes(capacity, callbacks), linger, redelivery, random);
  }
}
