package io.github.brazeaudience;

import java.time.Duration;
import java.util.function.BiFunction;

/** Builds an {@link AudienceQueue}. Not safe for use by several threads. */
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
   * Bounds the updates that the queue holds, those under way included.
   *
   * @param updates at least 1, by default {@value #DEFAULT_CAPACITY}
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public AudienceQueueBuilder capacity(int updates) {
    if (updates < 1) {
      throw new IllegalArgumentException("`capacity` must be at least 1, but was " + updates);
    }
    capacity = updates;
    return this;
  }

  /**
   * Sets how long an update waits for others to go with.
   *
   * @param time not negative, by default 1 s, at most 1 h
   * @return this
   * @throws IllegalArgumentException if it is negative or too long
   */
  public AudienceQueueBuilder linger(Duration time) {
    linger = AudienceForwarderBuilder.checkedWait("linger", time);
    return this;
  }

  /**
   * Builds the queue.
   *
   * @return the queue; close it before the forwarder
   */
  public AudienceQueue build() {
    return factory.apply(capacity, linger);
  }
}
