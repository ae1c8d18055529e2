package io.github.brazeaudience;

import java.time.Duration;
import java.util.function.BiFunction;

/** Builds an {@link AudienceQueue}. Not thread-safe. */
public final class AudienceQueueBuilder {
  /** The default for {@link #capacity}. */
  public static final int DEFAULT_CAPACITY = 10_000;

  /** The default for {@link #linger}. */
  public static final Duration DEFAULT_LINGER = Duration.ofSeconds(1);

  private final BiFunction<Integer, Duration, AudienceQueue> factory;
  private int capacity = DEFAULT_CAPACITY;
  private Duration linger = DEFAULT_LINGER;

  AudienceQueueBuilder(BiFunction<Integer, Duration, AudienceQueue> factory) {
    this.factory = factory;
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
    linger = AudienceForwarderBuilder.checkedWait("linger", time);
    return this;
  }

  /** Returns the queue, which has to be closed before the forwarder. */
  public AudienceQueue build() {
    return factory.apply(capacity, linger);
  }
}
