package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Builder for an {@link OutboxRelay}. Not thread-safe. */
public final class OutboxRelayBuilder {
  /** The default for {@link #maxUpdates}. */
  public static final int DEFAULT_MAX_UPDATES = 2_400;

  /** The default for {@link #pollInterval}. */
  public static final Duration DEFAULT_POLL_INTERVAL = Duration.ofSeconds(1);

  /** The default for {@link #closeTimeout}. */
  public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration MAX_DURATION = Duration.ofHours(1);

  private final Database<OutboxSession> database;
  private final Duration messageRetention;
  private final AudienceForwarder forwarder;
  private int maxUpdates = DEFAULT_MAX_UPDATES;
  private Duration pollInterval = DEFAULT_POLL_INTERVAL;
  private Duration closeTimeout = DEFAULT_CLOSE_TIMEOUT;
  private Duration cooldown = AudienceForwarderBuilder.DEFAULT_MIN_USER_WRITE_INTERVAL;
  private RedeliveryPolicy redelivery = RedeliveryPolicy.defaults();
  private OutboxListener listener = new OutboxListener() {};
  private RelayLease.Timing leaseTiming = RelayLease.Timing.DEFAULT;
  private TimeSource time = TimeSource.system();
  private RandomGenerator random = new SplittableRandom();

  OutboxRelayBuilder(
      Database<OutboxSession> database, Duration messageRetention, AudienceForwarder forwarder) {
    this.database = database;
    this.messageRetention = messageRetention;
    this.forwarder = forwarder;
  }

  /**
   * Sets the maximum number of updates in memory. They are forwarded in up to 4 calls at the same
   * time, each of which uses a connection while it takes or deletes its updates.
   *
   * @param updates at least 1, by default {@value #DEFAULT_MAX_UPDATES}
   * @throws IllegalArgumentException if {@code updates} is less than 1
   */
  public OutboxRelayBuilder maxUpdates(int updates) {
    if (updates < 1) {
      throw new IllegalArgumentException("maxUpdates must be at least 1, not " + updates);
    }
    maxUpdates = updates;
    return this;
  }

  /**
   * Sets the time between two queries for new updates while there are few. Updates that are added
   * meanwhile share requests. {@link OutboxRelay#wakeUp} ends the wait.
   *
   * @param interval positive, at most 1 h; by default 1 s
   * @throws IllegalArgumentException if the interval is out of range
   */
  public OutboxRelayBuilder pollInterval(Duration interval) {
    pollInterval = checked("pollInterval", interval, false);
    return this;
  }

  /**
   * Sets the backoff of a user whose updates were not sent or not confirmed, and of the relay while
   * the database fails or Braze accepts nothing.
   */
  public OutboxRelayBuilder redeliver(RedeliveryPolicy policy) {
    redelivery = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets the time between two writes of a user by different relays. It should be that of the
   * forwarder, {@link AudienceForwarderBuilder#minUserWriteInterval}.
   *
   * @param interval not negative, at most 1 h; by default 1 s
   * @throws IllegalArgumentException if the interval is out of range
   */
  public OutboxRelayBuilder minUserWriteInterval(Duration interval) {
    cooldown = checked("minUserWriteInterval", interval, true);
    return this;
  }

  /**
   * Sets the time that {@link OutboxRelay#close} waits for the updates in flight, before it cancels
   * them.
   *
   * @param timeout not negative, at most 1 h; by default 30 s
   * @throws IllegalArgumentException if the timeout is out of range
   */
  public OutboxRelayBuilder closeTimeout(Duration timeout) {
    closeTimeout = checked("closeTimeout", timeout, true);
    return this;
  }

  /** Sets the listener. */
  public OutboxRelayBuilder listener(OutboxListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /** Replaces the lease, for tests. */
  OutboxRelayBuilder lease(RelayLease.Timing timing) {
    leaseTiming = timing;
    return this;
  }

  /** Replaces the clock, for tests. */
  OutboxRelayBuilder time(TimeSource source) {
    time = source;
    return this;
  }

  /** Replaces the random generator of the backoff, for tests. */
  OutboxRelayBuilder random(RandomGenerator generator) {
    random = generator;
    return this;
  }

  private static Duration checked(String name, Duration duration, boolean zeroAllowed) {
    if (duration.isNegative()
        || (duration.isZero() && !zeroAllowed)
        || duration.compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException(
          "%s must be %s and at most 1 h, not %s"
              .formatted(name, zeroAllowed ? "not negative" : "positive", duration));
    }
    return duration;
  }

  /**
   * Starts a relay on daemon threads. The database need not work yet. Close the relay before the
   * forwarder and the data source.
   */
  public OutboxRelay start() {
    RelaySettings settings =
        new RelaySettings(
            maxUpdates, pollInterval, closeTimeout, cooldown, messageRetention, leaseTiming);
    RelayBackoff backoff = new RelayBackoff(redelivery, cooldown, time, random);
    OutboxRelay relay = new OutboxRelay(database, forwarder, settings, backoff, listener, time);
    relay.start();
    return relay;
  }
}
