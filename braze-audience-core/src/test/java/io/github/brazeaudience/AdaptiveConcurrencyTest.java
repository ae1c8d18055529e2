package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.RateLimitedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.VirtualTime;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the default settings against a Braze with high latency, on a virtual clock. */
class AdaptiveConcurrencyTest {
  private static final int LIMIT = RateLimiter.DEFAULT_STARTS;
  private static final Duration WINDOW = RateLimiter.DEFAULT_WINDOW;
  private static final int LARGEST = 256;

  private static final boolean FULL = Boolean.getBoolean("tests.full");

  /** The time for which the limit is used up. */
  private static final int SECONDS = FULL ? 60 : 20;

  private static final int OBJECTS = FULL ? PayloadLimits.MAX_OBJECTS : 3;

  private static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder().restApiKey("key").maxObjectsPerRequest(OBJECTS).build();

  /** More users than a stream keeps in flight, or sends while one of them is in its cooldown. */
  private static final List<AudienceUpdate> USERS =
      Simulation.users(Math.max(4_000 * OBJECTS, 60_000));

  private final VirtualTime time = new VirtualTime();
  private final Random random = new Random(1);

  private RateLimitedBraze braze(boolean withHintToComeBack) {
    return new RateLimitedBraze(time, LIMIT, withHintToComeBack, () -> Duration.ofMillis(150));
  }

  private ForwardSummary forward(RateLimitedBraze braze, RetryPolicy policy, int requests) {
    AudienceForwarder forwarder =
        AudienceForwarder.builder(CONFIG, braze)
            .retryPolicy(policy)
            .timeSource(time)
            .scheduler(time)
            .callerWait(time)
            .callbackExecutor(Runnable::run)
            .random(random)
            .build();
    Iterator<AudienceUpdate> updates =
        IntStream.range(0, requests * OBJECTS)
            .mapToObj(i -> USERS.get(i % USERS.size()))
            .iterator();
    ForwardSummary summary = forwarder.forwardAll(updates, outcome -> {});
    assertThat(summary.accepted()).isEqualTo((long) requests * OBJECTS);
    return summary;
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @ParameterizedTest(name = "latency {0} to {1} ms")
  @CsvSource({"150, 150", "100, 200"})
  void forwardAll_highLatency_reachesTheRateLimitWithinTenSecondsAndStaysThere(
      int shortest, int longest) {
    RateLimitedBraze braze =
        new RateLimitedBraze(
            time,
            LIMIT,
            true,
            () -> Duration.ofMillis(shortest + random.nextInt(longest - shortest + 1)));
    ForwardSummary summary = forward(braze, RetryPolicy.defaults(), SECONDS * 1_000);

    assertThat(summary.requests()).as("none is refused").isEqualTo(SECONDS * 1_000L);
    assertThat(braze.maxInFlight()).isLessThanOrEqualTo(LARGEST);
    for (int from = 7; from <= SECONDS - 4; from++) {
      assertThat(braze.acceptedBetween(seconds(from), seconds(from).plus(WINDOW)))
          .as("accepted in the 3 s after second %d", from)
          .isGreaterThanOrEqualTo(LIMIT * 9 / 10);
    }
    assertThat(time.elapsed()).as("at 1,000 requests a second").isLessThan(seconds(SECONDS + 3));
  }

  @ParameterizedTest(name = "429 with a retry hint: {0}")
  @ValueSource(booleans = {true, false})
  void forwardAll_serverLimitFallsToATenth_slowsDownWithinASecondAndRecovers(boolean withHint) {
    RateLimitedBraze braze = braze(withHint);
    time.schedule(() -> braze.limit(LIMIT / 10), seconds(10));
    time.schedule(() -> braze.limit(LIMIT), seconds(40));
    forward(braze, RetryPolicy.defaults().withDeadline(Duration.ofMinutes(30)), 30_000);

    assertThat(braze.startsBetween(seconds(11), seconds(13)))
        .as("starts in the second and third second of the low limit")
        .isLessThanOrEqualTo(2 * 100);
    long started = braze.startsBetween(seconds(11), seconds(40));
    long accepted = braze.acceptedBetween(seconds(11), seconds(40));
    assertThat(started - accepted).as("refused requests").isLessThan(started / 3);
    assertThat(accepted).as("accepted during the low limit").isGreaterThan(29 * 100 * 6 / 10);
    assertThat(braze.acceptedBetween(seconds(47), seconds(50)))
        .as("accepted ten seconds after the limit is restored")
        .isGreaterThanOrEqualTo(LIMIT * 9 / 10);
  }

  @ParameterizedTest(name = "429 with a retry hint: {0}")
  @ValueSource(booleans = {true, false})
  void forwardAll_outageAtFullSpeed_startsFewMoreRequests(boolean withHint) {
    RateLimitedBraze braze = braze(withHint);
    time.schedule(() -> braze.limit(0), seconds(10));
    time.schedule(() -> braze.limit(LIMIT), seconds(610));
    RetryPolicy patient =
        RetryPolicy.defaults()
            .withDeadline(Duration.ofMinutes(30))
            .withOutageLimit(Duration.ofMinutes(30));
    forward(braze, patient, 15_000);

    assertThat(braze.startsBetween(seconds(10), seconds(610)))
        .as("requests in flight at the start, and probes")
        .isLessThanOrEqualTo(LARGEST + 60);
  }
}
