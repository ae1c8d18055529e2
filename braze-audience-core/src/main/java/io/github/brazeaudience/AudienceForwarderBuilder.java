package io.github.brazeaudience;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.internal.LinkCheck;
import io.github.brazeaudience.internal.engine.DirectResolver;
import io.github.brazeaudience.internal.engine.EngineSettings;
import io.github.brazeaudience.internal.engine.ListenerDispatcher;
import io.github.brazeaudience.internal.membership.MembershipSettings;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.payload.PayloadEncoder;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.BrazeTransport;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds an {@link AudienceForwarder}. Not safe for use by several threads. */
public final class AudienceForwarderBuilder {
  /** The default for {@link #minUserWriteInterval}. */
  public static final Duration DEFAULT_MIN_USER_WRITE_INTERVAL = Duration.ofSeconds(1);

  /** The default for {@link #streamLinger}. */
  public static final Duration DEFAULT_STREAM_LINGER = AudienceQueueBuilder.DEFAULT_LINGER;

  /** The longest wait that can be set for a user or an update. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final BrazeAudienceConfig config;
  private final BrazeTransport transport;
  private @Nullable RateLimiter rateLimiter;
  private RetryPolicy retryPolicy = RetryPolicy.defaults();
  private ConcurrencyPolicy concurrency = ConcurrencyPolicy.adaptive();
  private Duration minUserWriteInterval = DEFAULT_MIN_USER_WRITE_INTERVAL;
  private Duration streamLinger = DEFAULT_STREAM_LINGER;
  private ForwarderListener listener = new ForwarderListener() {};
  private TimeSource timeSource = TimeSource.system();
  private @Nullable TaskScheduler scheduler;
  private @Nullable RandomGenerator random;
  private @Nullable Executor callbackExecutor;
  private @Nullable MembershipStore membershipStore;
  private MembershipPolicy membershipPolicy = MembershipPolicy.defaults();
  private @Nullable RateLimiter readBackRateLimiter;
  private @Nullable Executor storeExecutor;
  private InterruptibleWait callerWait = InterruptibleWait.BLOCKING;
  private Function<PayloadEncoder, Codec> codec = Codec::of;

  AudienceForwarderBuilder(BrazeAudienceConfig config, BrazeTransport transport) {
    this.config = config;
    this.transport = transport;
  }

  /**
   * Paces the requests.
   *
   * @param limiter by default one of its own, {@link RateLimiter#create}; Braze counts for the
   *     whole company, so share one among the forwarders of a process
   * @return this
   */
  public AudienceForwarderBuilder rateLimiter(RateLimiter limiter) {
    rateLimiter = Objects.requireNonNull(limiter, "limiter");
    return this;
  }

  /**
   * Says how often and for how long requests are sent again.
   *
   * @param policy by default {@link RetryPolicy#defaults}
   * @return this
   */
  public AudienceForwarderBuilder retryPolicy(RetryPolicy policy) {
    retryPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Says how many requests may be under way at once.
   *
   * @param policy by default {@link ConcurrencyPolicy#adaptive}
   * @return this
   */
  public AudienceForwarderBuilder concurrency(ConcurrencyPolicy policy) {
    concurrency = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Fixes the number of requests that may be under way at once, as {@link ConcurrencyPolicy#fixed}
   * does.
   *
   * @param requests from 1 to {@value ConcurrencyPolicy#LARGEST}; by default the number finds
   *     itself, beginning with {@value ConcurrencyPolicy#DEFAULT_INITIAL}
   * @return this
   * @throws IllegalArgumentException if it is outside
   */
  public AudienceForwarderBuilder maxInFlight(int requests) {
    return concurrency(ConcurrencyPolicy.fixed(requests));
  }

  /**
   * Sets how long a user rests between an answer and the next write for that user, because Braze
   * promises no order between requests.
   *
   * @param rest by default 1 s, at most 1 h; zero switches it off
   * @return this
   * @throws IllegalArgumentException if it is negative or too long
   */
  public AudienceForwarderBuilder minUserWriteInterval(Duration rest) {
    minUserWriteInterval = checkedWait("minUserWriteInterval", rest);
    return this;
  }

  /**
   * Sets how long an update of {@link AudienceForwarder#forwardAll} waits for others to fill a
   * request. Requests that fill are sent at once.
   *
   * @param time by default 1 s, at most 1 h; zero sends each update without waiting for others
   * @return this
   * @throws IllegalArgumentException if it is negative or too long
   */
  public AudienceForwarderBuilder streamLinger(Duration time) {
    streamLinger = checkedWait("streamLinger", time);
    return this;
  }

  /** Checks a duration that may be zero. */
  static Duration checkedWait(String setting, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException(
          "`%s` must be between 0 and %s, but was %s".formatted(setting, LONGEST_WAIT, value));
    }
    return value;
  }

  /**
   * Remembers what Braze holds of each user, so that changes are enough in every mode, and only
   * what changed is written.
   *
   * @param store where it is remembered; it stays the caller's, to be closed after the forwarder
   * @return this
   */
  public AudienceForwarderBuilder membership(MembershipStore store) {
    return membership(store, MembershipPolicy.defaults());
  }

  /**
   * Remembers what Braze holds of each user, so that changes are enough in every mode, and only
   * what changed is written. Users without an external id are not remembered, because of them Braze
   * does not tell whether they exist.
   *
   * @param store where it is remembered; it stays the caller's, to be closed after the forwarder.
   *     Forwarders of several configurations may share one
   * @param policy how far it is believed
   * @return this
   */
  public AudienceForwarderBuilder membership(MembershipStore store, MembershipPolicy policy) {
    membershipStore = Objects.requireNonNull(store, "store");
    membershipPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Paces the requests by which audiences are {@linkplain
   * io.github.brazeaudience.membership.UnknownUsers#READ_BACK read back}, beside the limit for all
   * requests.
   *
   * @param limiter by default one of its own, {@link RateLimiter#forReadBack}; share one among
   *     forwarders that read back from one workspace
   * @return this
   */
  public AudienceForwarderBuilder readBackRateLimiter(RateLimiter limiter) {
    readBackRateLimiter = Objects.requireNonNull(limiter, "limiter");
    return this;
  }

  /**
   * Is told what the forwarder does.
   *
   * @param listener see {@link ForwarderListener#combine} for several
   * @return this
   */
  public AudienceForwarderBuilder listener(ForwarderListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Replaces the clocks, for tests.
   *
   * @param source by default {@link TimeSource#system}
   * @return this
   */
  public AudienceForwarderBuilder timeSource(TimeSource source) {
    timeSource = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Replaces the timer.
   *
   * @param scheduler by default a daemon thread of the forwarder's own; a given one stays the
   *     caller's
   * @return this
   */
  public AudienceForwarderBuilder scheduler(TaskScheduler scheduler) {
    this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
    return this;
  }

  /**
   * Replaces the source of the jitter, for tests. It is used by one thread at a time.
   *
   * @param generator by default the platform's
   * @return this
   */
  public AudienceForwarderBuilder random(RandomGenerator generator) {
    random = Objects.requireNonNull(generator, "generator");
    return this;
  }

  /**
   * Runs the stages that depend on a report of {@link AudienceForwarder#forwardAsync} or on an
   * outcome of an {@link AudienceQueue}. Stages that it runs on the thread that hands them in, as
   * an executor does that is full or shut down, hold up the delivery and must not wait for it.
   *
   * @param executor by default daemon threads of the forwarder's own; a given one stays the
   *     caller's
   * @return this
   */
  public AudienceForwarderBuilder callbackExecutor(Executor executor) {
    callbackExecutor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /** Replaces the thread that calls the membership store, for a simulation on a virtual clock. */
  AudienceForwarderBuilder storeExecutor(Executor executor) {
    storeExecutor = executor;
    return this;
  }

  /** Replaces the encoder and classifier of the engine, for a simulation of errors. */
  AudienceForwarderBuilder codec(Function<PayloadEncoder, Codec> factory) {
    codec = factory;
    return this;
  }

  /** Replaces the waiting of the caller's thread, for a simulation on a virtual clock. */
  AudienceForwarderBuilder callerWait(InterruptibleWait wait) {
    callerWait = wait;
    return this;
  }

  /**
   * Builds the forwarder.
   *
   * @return the forwarder
   * @throws IllegalStateException if another forwarder with the same limiter or membership store
   *     would overwrite what this one writes, if one limiter was given for two things, or if Moshi,
   *     okio and Kotlin on the class path do not fit together
   */
  public AudienceForwarder build() {
    LinkCheck.run();
    RateLimiter limiter = rateLimiter != null ? rateLimiter : RateLimiter.create();
    if (limiter == readBackRateLimiter) {
      throw new IllegalStateException(
          "`readBackRateLimiter` is the `rateLimiter` too, so that each export would count twice;"
              + " give it one of its own");
    }
    Runnable unregister = register(limiter, membershipStore);
    ForwarderResources resources =
        new ForwarderResources(transport, scheduler, callbackExecutor, unregister);
    MembershipSettings membership = membership(resources);
    EngineSettings settings =
        new EngineSettings(
            config,
            transport,
            new EngineSettings.Policies(limiter, retryPolicy, concurrency, minUserWriteInterval),
            new EngineSettings.Environment(
                timeSource,
                resources.scheduler(),
                // In java.base; the default generator of JDK 17 is in a module that small runtimes
                // lack.
                random != null ? random : new SplittableRandom(),
                new ListenerDispatcher(listener),
                codec),
            membership == null
                ? (context, next) -> new DirectResolver(next)
                : membership::resolver);
    return new AudienceForwarder(settings, membership, resources, callerWait, streamLinger);
  }

  private @Nullable MembershipSettings membership(ForwarderResources resources) {
    if (membershipStore == null) {
      return null;
    }
    String namespace =
        membershipPolicy
            .namespace()
            .orElseGet(() -> config.endpoints().rest() + "/" + config.restApiKey().fingerprint());
    return new MembershipSettings(
        membershipStore,
        namespace,
        MembershipRules.of(config, membershipPolicy),
        readBackRateLimiter != null ? readBackRateLimiter : RateLimiter.forReadBack(),
        storeExecutor != null ? storeExecutor : resources.storeThread());
  }

  /** Returns an action that undoes the registration. */
  private Runnable register(RateLimiter limiter, @Nullable MembershipStore store) {
    return ConfigurationRegistry.register(
        config, store == null ? List.of(limiter) : List.of(limiter, store));
  }
}
