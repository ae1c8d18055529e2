package io.github.brazeaudience;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.internal.LinkCheck;
import io.github.brazeaudience.internal.processing.GroupIds;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.BrazeTransport;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Builds an {@link AudienceForwarder}. Not thread-safe. */
public final class AudienceForwarderBuilder {
  /** The default for {@link #minUserWriteInterval}. */
  public static final Duration DEFAULT_MIN_USER_WRITE_INTERVAL = Duration.ofSeconds(1);

  /** The default for {@link #streamLinger}. */
  public static final Duration DEFAULT_STREAM_LINGER = AudienceQueueBuilder.DEFAULT_LINGER;

  private final ForwarderSettings settings;

  AudienceForwarderBuilder(BrazeAudienceConfig config, BrazeTransport transport) {
    settings = new ForwarderSettings(config, transport);
  }

  /**
   * Sets the rate limiter of the requests.
   *
   * @param limiter by default a separate {@link RateLimiter#create}; Braze counts requests for the
   *     whole company, so share one limiter among the forwarders of a process
   */
  public AudienceForwarderBuilder rateLimiter(RateLimiter limiter) {
    settings.rateLimiter = Objects.requireNonNull(limiter, "limiter");
    return this;
  }

  /** Sets the retry policy. The default is {@link RetryPolicy#defaults}. */
  public AudienceForwarderBuilder retryPolicy(RetryPolicy policy) {
    settings.retryPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** Sets the limit of requests in flight. The default is {@link ConcurrencyPolicy#adaptive}. */
  public AudienceForwarderBuilder concurrency(ConcurrencyPolicy policy) {
    settings.concurrency = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets a fixed limit of requests in flight, like {@link ConcurrencyPolicy#fixed}.
   *
   * @param requests from 1 to {@value ConcurrencyPolicy#LARGEST}; by default the limit adapts
   *     automatically, starting at {@value ConcurrencyPolicy#DEFAULT_INITIAL}
   * @throws IllegalArgumentException if {@code requests} is out of range
   */
  public AudienceForwarderBuilder maxInFlight(int requests) {
    return concurrency(ConcurrencyPolicy.fixed(requests));
  }

  /**
   * Sets the minimum time between the response to a write and the next write for the same user.
   * Braze does not guarantee an order between requests.
   *
   * @param interval by default 1 s, at most 1 h; zero turns it off
   * @throws IllegalArgumentException if {@code interval} is negative or too long
   */
  public AudienceForwarderBuilder minUserWriteInterval(Duration interval) {
    settings.minUserWriteInterval = ForwarderSettings.checkedWait("minUserWriteInterval", interval);
    return this;
  }

  /**
   * Sets the maximum time that an update of {@link AudienceForwarder#forwardAll} waits for others
   * to fill a request. Full requests are sent at once.
   *
   * @param time by default 1 s, at most 1 h; zero sends each update without waiting for others
   * @throws IllegalArgumentException if {@code time} is negative or too long
   */
  public AudienceForwarderBuilder streamLinger(Duration time) {
    settings.streamLinger = ForwarderSettings.checkedWait("streamLinger", time);
    return this;
  }

  /**
   * Sets a membership store with the {@linkplain MembershipPolicy#defaults default policy}, see
   * {@link #membership(MembershipStore, MembershipPolicy)}.
   */
  public AudienceForwarderBuilder membership(MembershipStore store) {
    return membership(store, MembershipPolicy.defaults());
  }

  /**
   * Sets a membership store, which records what Braze was sent for each user. Changes are then
   * enough in every mode, and only attributes that differ are written. Users without an external id
   * are not recorded, because Braze does not report whether they exist.
   *
   * @param store the store; the caller closes it, after the forwarder. Forwarders of several
   *     configurations may share it
   * @param policy how far the forwarder relies on the store
   */
  public AudienceForwarderBuilder membership(MembershipStore store, MembershipPolicy policy) {
    settings.membershipStore = Objects.requireNonNull(store, "store");
    settings.membershipPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets the rate limiter of the requests that {@linkplain
   * io.github.brazeaudience.membership.UnknownUsers#READ_BACK read back} profiles or {@linkplain
   * BrazeAudienceConfig.Builder#deviceLookup look up} devices, in addition to the limiter of all
   * requests.
   *
   * @param limiter by default a separate {@link RateLimiter#forReadBack}; share one limiter among
   *     forwarders that read from the same workspace
   */
  public AudienceForwarderBuilder readBackRateLimiter(RateLimiter limiter) {
    settings.readBackRateLimiter = Objects.requireNonNull(limiter, "limiter");
    return this;
  }

  /**
   * Sets the rate limiter of the requests for the {@linkplain #trackProcessing processing status}.
   * They do not use the limiter of all requests.
   *
   * @param limiter by default a separate {@link RateLimiter#forStatus}; share one limiter among
   *     forwarders that write to the same workspace
   */
  public AudienceForwarderBuilder statusRateLimiter(RateLimiter limiter) {
    settings.statusRateLimiter = Objects.requireNonNull(limiter, "limiter");
    return this;
  }

  /**
   * Lets Braze track the processing of the requests. {@link
   * io.github.brazeaudience.outcome.ForwardReport#processing}, {@link
   * io.github.brazeaudience.outcome.ForwardSummary#processing} and {@link AudienceQueue#processing}
   * then wait for it. Off by default. It is a beta at Braze, and the key needs the permission
   * {@code users.track.status}. It changes no outcome.
   *
   * <p>Every request to {@code /users/track} then has a {@code group_id}: the prefix and a suffix
   * that is unique for each call and queue. A group has at most {@value
   * io.github.brazeaudience.internal.engine.TrackingGroups#MAX_REQUESTS} requests and is used for
   * at most 12 hours; then the call continues with another one. A request whose only object is so
   * large that the {@code group_id} does not fit is sent without it, and the status is then {@link
   * io.github.brazeaudience.outcome.ProcessingStatus.Unavailable}.
   *
   * @param groupIdPrefix 1 to {@value
   *     io.github.brazeaudience.internal.processing.GroupIds#MAX_PREFIX_LENGTH} characters: letters
   *     {@code A} to {@code Z} in any case, digits and {@code . _ ~ -}
   * @throws IllegalArgumentException if the prefix is not valid
   * @see <a
   *     href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track#track-request-processing-status">Braze:
   *     track request processing status</a>
   */
  public AudienceForwarderBuilder trackProcessing(String groupIdPrefix) {
    settings.groupIdPrefix = GroupIds.checkedPrefix(groupIdPrefix);
    return this;
  }

  /**
   * Sets a listener for events of the forwarder. Combine several with {@link
   * ForwarderListener#combine}.
   */
  public AudienceForwarderBuilder listener(ForwarderListener listener) {
    settings.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /** Replaces the clock, for tests. The default is {@link TimeSource#system}. */
  public AudienceForwarderBuilder timeSource(TimeSource source) {
    settings.timeSource = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Replaces the timer.
   *
   * @param scheduler by default a daemon thread of the forwarder; the caller shuts down a custom
   *     scheduler
   */
  public AudienceForwarderBuilder scheduler(TaskScheduler scheduler) {
    settings.scheduler = Objects.requireNonNull(scheduler, "scheduler");
    return this;
  }

  /** Replaces the random generator of the jitter, for tests. Only one thread uses it at a time. */
  public AudienceForwarderBuilder random(RandomGenerator generator) {
    settings.random = Objects.requireNonNull(generator, "generator");
    return this;
  }

  /**
   * Sets the executor of the stages that depend on a report of {@link
   * AudienceForwarder#forwardAsync} or on an outcome of an {@link AudienceQueue}. If the executor
   * runs a stage on the submitting thread, or rejects it, the stage delays the delivery and must
   * not wait for an outcome.
   *
   * @param executor by default daemon threads of the forwarder; the caller shuts down a custom
   *     executor
   */
  public AudienceForwarderBuilder callbackExecutor(Executor executor) {
    settings.callbackExecutor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /** Replaces the thread that calls the membership store, for a simulation on a virtual clock. */
  AudienceForwarderBuilder storeExecutor(Executor executor) {
    settings.storeExecutor = executor;
    return this;
  }

  /** Replaces the encoder and classifier of the engine, for a simulation of errors. */
  AudienceForwarderBuilder codec(Function<PayloadBuilder, Codec> factory) {
    settings.codec = factory;
    return this;
  }

  /** Replaces the waiting of the caller's thread, for a simulation on a virtual clock. */
  AudienceForwarderBuilder callerWait(InterruptibleWait wait) {
    settings.callerWait = wait;
    return this;
  }

  /**
   * Returns the forwarder.
   *
   * @throws IllegalStateException if an open forwarder with the same limiter or membership store
   *     would overwrite the attributes that this one writes, if both rate limiters are the same
   *     object, or if the versions of Moshi, okio and Kotlin on the class path are incompatible
   */
  public AudienceForwarder build() {
    LinkCheck.run();
    return new AudienceForwarder(new ForwarderParts(settings));
  }
}
