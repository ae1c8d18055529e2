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

/** The default settings against a Braze that is far away, on a virtual clock. */
class AdaptiveConcurrencyTest {
  private static final int LIMIT = RateLimiter.DEFAULT_STARTS;
  private static final Duration WINDOW = RateLimiter.DEFAULT_WINDOW;
  private static final int LARGEST = 256;

  /** More users than come by while one of them is under way and rests. */
  private static final List<AudienceUpdate> USERS = Simulation.users(300_000);

  private final VirtualTime time = new VirtualTime();
  private final Random random = new Random(1);

  private RateLimitedBraze braze(boolean saysWhenToComeBack) {
    return new RateLimitedBraze(time, LIMIT, saysWhenToComeBack, () -> Duration.ofMillis(150));
  }

  private ForwardSummary forward(RateLimitedBraze braze, RetryPolicy policy, int requests) {
    AudienceForwarder forwarder =
        AudienceForwarder.builder(BrazeAudienceConfig.builder().restApiKey("key").build(), braze)
            .retryPolicy(policy)
            .timeSource(time)
            .scheduler(time)
            .callerWait(time)
            .callbackExecutor(Runnable::run)
            .random(random)
            .build();
    Iterator<AudienceUpdate> updates =
        IntStream.range(0, requests * PayloadLimits.MAX_OBJECTS)
            .mapToObj(i -> USERS.get(i % USERS.size()))
            .iterator();
    ForwardSummary summary = forwarder.forwardAll(updates, outcome -> {});
    assertThat(summary.accepted()).isEqualTo((long) requests * PayloadLimits.MAX_OBJECTS);
    return summary;
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @ParameterizedTest(name = "answers after {0} to {1} ms")
  @CsvSource({"150, 150", "100, 200"})
  void forwardAll_farAway_isAtTheLimitWithinTenSecondsAndStays(int shortest, int longest) {
    RateLimitedBraze braze =
        new RateLimitedBraze(
            time,
            LIMIT,
            true,
            () -> Duration.ofMillis(shortest + random.nextInt(longest - shortest + 1)));
    ForwardSummary summary = forward(braze, RetryPolicy.defaults(), 60_000);

    assertThat(summary.requests()).as("none is refused").isEqualTo(60_000);
    assertThat(braze.mostInFlight()).isLessThanOrEqualTo(LARGEST);
    for (int from = 7; from <= 56; from++) {
      assertThat(braze.acceptedBetween(seconds(from), seconds(from).plus(WINDOW)))
          .as("in the 3 s from second %d on", from)
          .isGreaterThanOrEqualTo(LIMIT * 9 / 10);
    }
    assertThat(time.elapsed()).as("at 1,000 requests a second").isLessThan(seconds(60 + 3));
  }

  @ParameterizedTest(name = "a 429 says when to come back: {0}")
  @ValueSource(booleans = {true, false})
  void forwardAll_limitFallsToATenth_givesWayWithinASecondAndComesBack(boolean saysWhen) {
    RateLimitedBraze braze = braze(saysWhen);
    time.schedule(() -> braze.limit(LIMIT / 10), seconds(10));
    time.schedule(() -> braze.limit(LIMIT), seconds(40));
    forward(braze, RetryPolicy.defaults().withDeadline(Duration.ofMinutes(30)), 30_000);

    assertThat(braze.startsBetween(seconds(11), seconds(13)))
        .as("starts in the 2 s after the first one")
        .isLessThanOrEqualTo(2 * 100);
    long started = braze.startsBetween(seconds(11), seconds(40));
    long accepted = braze.acceptedBetween(seconds(11), seconds(40));
    assertThat(started - accepted).as("refused").isLessThan(started / 3);
    assertThat(accepted).as("of what is allowed").isGreaterThan(29 * 100 * 6 / 10);
    assertThat(braze.acceptedBetween(seconds(47), seconds(50)))
        .as("ten seconds after the limit is back")
        .isGreaterThanOrEqualTo(LIMIT * 9 / 10);
  }

  @ParameterizedTest(name = "a 429 says when to come back: {0}")
  @ValueSource(booleans = {true, false})
  void forwardAll_outageAtFullSpeed_startsFewRequestsMore(boolean saysWhen) {
    RateLimitedBraze braze = braze(saysWhen);
    time.schedule(() -> braze.limit(0), seconds(10));
    time.schedule(() -> braze.limit(LIMIT), seconds(610));
    RetryPolicy patient =
        RetryPolicy.defaults()
            .withDeadline(Duration.ofMinutes(30))
            .withOutageLimit(Duration.ofMinutes(30));
    forward(braze, patient, 15_000);

    assertThat(braze.startsBetween(seconds(10), seconds(610)))
        .as("those under way when it begins, and probes")
        .isLessThanOrEqualTo(LARGEST + 60);
  }
}
