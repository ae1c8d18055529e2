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

/** The policies, the load and the weather of one run; a scenario changes what it is about. */
public final class Setting {
  public static final Duration WINDOW = Duration.ofSeconds(3);

  private static final int[] IN_FLIGHT = {1, 2, 3, 4, 8, 16};
  private static final int[] STARTS = {2, 5, 20, RateLimiter.DEFAULT_STARTS};
  private static final Duration[] SPANS = {
    Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofMinutes(10)
  };

  public final long seed;
  public final Random random;
  public final VirtualTime time = new VirtualTime();

  /** By which door updates come in. */
  final Door door;

  public ConcurrencyPolicy concurrency;
  public int starts;
  public Duration minUserWriteInterval;
  public RetryPolicy retry =
      RetryPolicy.defaults()
          .withMaxAttempts(100)
          .withDeadline(Duration.ofHours(6))
          .withOutageLimit(Duration.ofHours(6));

  /** How many different users there are. */
  public int users;

  /** How many updates are handed in at most. */
  public int updates;

  /** In what time they are. */
  Duration span;

  boolean pushTokens;

  /** Users with whom Braze finds fault. */
  Predicate<String> bad = user -> false;

  /** Whether each update is for a user of its own. */
  boolean distinctUsers;

  /** What fails of that on which the forwarder runs; null if nothing does. */
  @Nullable Faults faults;

  public SimulatedBraze.Script script;
  final List<Quota> quotas = new ArrayList<>();

  /** Ways for updates into a forwarder. */
  enum Door {
    FORWARD,
    FORWARD_ASYNC,
    FORWARD_ALL,
    QUEUE,
    ALL_AT_ONCE;

    boolean hasQueue() {
      return this == QUEUE || this == ALL_AT_ONCE;
    }

    /** True if requests that are not full are sent when no more updates come for a while. */
    boolean lingers() {
      return this == QUEUE || this == ALL_AT_ONCE || this == FORWARD_ALL;
    }
  }

  Setting(long seed) {
    this.seed = seed;
    random = new Random(seed);
    random.nextInt(); // the first number of neighbouring seeds is nearly the same
    door = Door.values()[Math.floorMod(seed, Door.values().length)];
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
    script = weather().fine();
  }

  public Weather weather() {
    return new Weather(random, time, minUserWriteInterval);
  }

  /** One call of so many fails, from hardly any to one in five. */
  int faultRate() {
    return new int[] {5, 20, 100, 500}[random.nextInt(4)];
  }

  /** A random instant in the time in which something is going on. */
  Duration instant() {
    long most = Math.max(span.toMillis(), 3_000);
    return Duration.ofMillis((long) (most * Math.pow(random.nextDouble(), 2)));
  }

  /** One user in so many. */
  Predicate<String> some(int oneIn) {
    int which = random.nextInt(oneIn);
    return user -> Math.floorMod(user.hashCode(), oneIn) == which;
  }

  void quota(int limit, boolean hourly, HeaderStyle style) {
    Duration serverAhead = Duration.ofSeconds(random.nextInt(7_200) - 3_600);
    Quota quota = new Quota(time, script, limit, hourly, style, serverAhead);
    quotas.add(quota);
    script = quota;
  }

  public BrazeAudienceConfig config() {
    BrazeAudienceConfig.Builder config =
        BrazeAudienceConfig.builder()
            .restApiKey("test-key")
            .sendSegmentsAs(SendSegmentsAs.SINGLE_AND_PER_SEGMENT);
    return (pushTokens ? config.apiKey("app") : config).build();
  }

  public AudienceForwarderBuilder policies(AudienceForwarderBuilder builder) {
    AudienceForwarderBuilder set = faults == null ? builder : faults.set(builder, random);
    return set.concurrency(concurrency)
        .minUserWriteInterval(minUserWriteInterval)
        .rateLimiter(RateLimiter.of(starts, WINDOW))
        .retryPolicy(retry);
  }
}
