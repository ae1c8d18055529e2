package io.github.brazeaudience;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.internal.engine.EngineSettings;
import io.github.brazeaudience.internal.engine.ListenerDispatcher;
import io.github.brazeaudience.internal.engine.SafeTimeSource;
import io.github.brazeaudience.internal.processing.GroupIds;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.BrazeTransport;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The settings of a forwarder, with their defaults. A builder changes them. Not thread-safe. */
final class ForwarderSettings {
  private static final Duration MAX_WAIT = Duration.ofHours(1);

  final BrazeAudienceConfig config;
  final BrazeTransport transport;
  @Nullable RateLimiter rateLimiter;
  @Nullable RateLimiter readBackRateLimiter;
  @Nullable RateLimiter statusRateLimiter;
  RetryPolicy retryPolicy = RetryPolicy.defaults();
  ConcurrencyPolicy concurrency = ConcurrencyPolicy.adaptive();
  Duration minUserWriteInterval = AudienceForwarderBuilder.DEFAULT_MIN_USER_WRITE_INTERVAL;
  Duration streamLinger = AudienceForwarderBuilder.DEFAULT_STREAM_LINGER;
  @Nullable MembershipStore membershipStore;
  MembershipPolicy membershipPolicy = MembershipPolicy.defaults();
  @Nullable String groupIdPrefix;
  ForwarderListener listener = new ForwarderListener() {};
  TimeSource timeSource = TimeSource.system();
  @Nullable TaskScheduler scheduler;
  @Nullable RandomGenerator random;
  @Nullable Executor callbackExecutor;
  @Nullable Executor storeExecutor;
  InterruptibleWait callerWait = InterruptibleWait.BLOCKING;
  Function<PayloadBuilder, Codec> codec = Codec::of;

  ForwarderSettings(BrazeAudienceConfig config, BrazeTransport transport) {
    this.config = config;
    this.transport = transport;
  }

  static Duration checkedWait(String setting, Duration value) {
    if (value.isNegative() || value.compareTo(MAX_WAIT) > 0) {
      throw new IllegalArgumentException(
          "`%s` must be between 0 and %s, but was %s".formatted(setting, MAX_WAIT, value));
    }
    return value;
  }

  /** Returns the rate limiter of the requests, which must not be that of the exports. */
  RateLimiter requestLimiter() {
    RateLimiter limiter = rateLimiter != null ? rateLimiter : RateLimiter.create();
    if (limiter == readBackRateLimiter) {
      throw new IllegalStateException(
          "`readBackRateLimiter` is also the `rateLimiter`, so each export would count twice; use"
              + " two limiters");
    }
    return limiter;
  }

  EngineSettings.Policies policies(RateLimiter limiter) {
    return new EngineSettings.Policies(
        limiter,
        readBackRateLimiter != null ? readBackRateLimiter : RateLimiter.forReadBack(),
        retryPolicy,
        concurrency,
        minUserWriteInterval);
  }

  EngineSettings.Environment environment(TaskScheduler engineScheduler) {
    return new EngineSettings.Environment(
        SafeTimeSource.of(timeSource),
        engineScheduler,
        // SplittableRandom is in java.base. The default generator of JDK 17 is in jdk.random, which
        // small runtimes lack.
        random != null ? random : new SplittableRandom(),
        new ListenerDispatcher(listener),
        codec);
  }

  RateLimiter statusLimiter() {
    return statusRateLimiter != null ? statusRateLimiter : RateLimiter.forStatus();
  }

  /** The operations whose permissions the key needs. */
  Set<BrazeOperation> operations() {
    Set<BrazeOperation> operations = EnumSet.of(BrazeOperation.TRACK_USERS);
    boolean readsBack =
        membershipStore != null && membershipPolicy.unknownUsers() == UnknownUsers.READ_BACK;
    if (readsBack || config.deviceLookup()) {
      operations.add(BrazeOperation.EXPORT_USERS);
    }
    if (groupIdPrefix != null) {
      operations.add(BrazeOperation.READ_TRACK_STATUS);
    }
    return operations;
  }

  GroupIds groupIds() {
    if (groupIdPrefix == null) {
      return GroupIds.off();
    }
    // A default generator may have the same seed in two processes.
    long forwarder =
        random != null ? random.nextLong() : UUID.randomUUID().getMostSignificantBits();
    return GroupIds.of(groupIdPrefix, forwarder);
  }
}
