package io.github.brazeaudience.simulation;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Settings of one simulated run: policies, load and network, drawn from the seed. */
public final class RunSettings {
  public static final Duration WINDOW = Duration.ofSeconds(3);

  private static final int[] IN_FLIGHT = {1, 2, 3, 4, 8, 16};
  private static final int[] STARTS = {2, 5, 20, RateLimiter.DEFAULT_STARTS};
  private static final Duration[] SPANS = {
    Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofMinutes(10)
  };

  public final long seed;
  public final Random random;
  public final VirtualTime time = new VirtualTime();

  /** The entry point for updates. */
  final EntryPoint entryPoint;

  public ConcurrencyPolicy concurrency;
  public int starts;

  /** The share of Braze's budget that is left to other clients. */
  double reserve;

  public Duration minUserWriteInterval;
  public RetryPolicy retry =
      RetryPolicy.defaults()
          .withMaxAttempts(100)
          .withDeadline(Duration.ofHours(6))
          .withOutageLimit(Duration.ofHours(6));

  /** The number of different users. */
  public int users;

  /** The approximate number of updates. */
  public int updates;

  /** The time span in which updates are submitted. */
  Duration span;

  boolean pushTokens;

  /** Users that Braze refuses. */
  Predicate<String> badUsers = user -> false;

  /** True if each update is for another user. */
  boolean distinctUsers;

  /** Injected errors; null if there are none. */
  @Nullable FaultInjector faults;

  public SimulatedBraze.Script script;
  final List<ServerRateLimit> serverLimits = new ArrayList<>();

  /** Method of the forwarder that takes updates. */
  enum EntryPoint {
    FORWARD,
    FORWARD_ASYNC,
    FORWARD_ALL,
    QUEUE,
    ALL_AT_ONCE;

    boolean hasQueue() {
      return this == QUEUE || this == ALL_AT_ONCE;
    }

    /** True if partial requests are sent after a linger. */
    boolean lingers() {
      return this == QUEUE || this == ALL_AT_ONCE || this == FORWARD_ALL;
    }
  }

  RunSettings(long seed) {
    this.seed = seed;
    random = new Random(seed);
    random.nextInt(); // the first number is nearly the same for adjacent seeds
    entryPoint = EntryPoint.values()[Math.floorMod(seed, EntryPoint.values().length)];
    int inFlight = IN_FLIGHT[random.nextInt(IN_FLIGHT.length)];
    concurrency =
        random.nextBoolean()
            ? ConcurrencyPolicy.fixed(inFlight)
            : ConcurrencyPolicy.adaptive(inFlight, 4 * inFlight);
    starts = STARTS[random.nextInt(STARTS.length)];
    minUserWriteInterval = random.nextInt(4) == 0 ? Duration.ZERO : Duration.ofSeconds(1);
    users = 78 + random.nextInt(100);
    updates = 40 + random.nextInt(80);
    span = SPANS[random.nextInt(SPANS.length)];
    script = network().healthy();
  }

  public NetworkConditions network() {
    return new NetworkConditions(random, time, minUserWriteInterval);
  }

  /** Draws N for errors in one of N calls. */
  int faultRate() {
    return new int[] {5, 20, 100, 500}[random.nextInt(4)];
  }

  /** Draws an instant within the span of the run, more often an early one. */
  Duration randomInstant() {
    long most = Math.max(span.toMillis(), 3_000);
    return Duration.ofMillis((long) (most * Math.pow(random.nextDouble(), 2)));
  }

  /** Selects one user in {@code oneIn}. */
  Predicate<String> oneUserIn(int oneIn) {
    int which = random.nextInt(oneIn);
    return user -> Math.floorMod(user.hashCode(), oneIn) == which;
  }

  void serverLimit(int limit, boolean hourly, HeaderStyle style) {
    serverLimit(limit, hourly, style, false);
  }

  /** Limits the requests per hour of the clock to a budget that each response reports. */
  void serverBudget(int limit, HeaderStyle style) {
    serverLimit(limit, true, style, true);
  }

  private void serverLimit(int limit, boolean hourly, HeaderStyle style, boolean reportsBudget) {
    Duration serverAhead = Duration.ofSeconds(random.nextInt(7_200) - 3_600);
    ServerRateLimit serverLimit =
        new ServerRateLimit(time, script, limit, hourly, style, serverAhead, reportsBudget);
    serverLimits.add(serverLimit);
    script = serverLimit;
  }

  public BrazeAudienceConfig config() {
    BrazeAudienceConfig.Builder config =
        BrazeAudienceConfig.builder()
            .restApiKey("test-key")
            .sendSegmentsAs(SendSegmentsAs.SINGLE_AND_PER_SEGMENT);
    return (pushTokens ? config.apiKey("app") : config).build();
  }

  public AudienceForwarderBuilder policies(AudienceForwarderBuilder builder) {
    AudienceForwarderBuilder withFaults =
        faults == null ? builder : faults.applyTo(builder, random);
    return withFaults
        .concurrency(concurrency)
        .minUserWriteInterval(minUserWriteInterval)
        .rateLimiter(RateLimiter.of(starts, WINDOW).withReserve(reserve))
        .retryPolicy(retry);
  }
}
