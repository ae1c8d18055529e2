package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The backoff and the lease of a relay, with a clock that the test advances. */
final class RelayTimingTest {
  private static final Duration INITIAL = Duration.ofSeconds(2);
  private static final Duration MAX = Duration.ofSeconds(60);
  private static final Duration COOLDOWN = Duration.ofSeconds(5);

  private final ManualTime time = new ManualTime();
  private final RelayBackoff backoff =
      new RelayBackoff(
          RedeliveryPolicy.defaults().withBackoff(INITIAL, MAX),
          COOLDOWN,
          time,
          new SplittableRandom(1));
  private final RelayLease lease = new RelayLease(RelayLease.Timing.DEFAULT, time);

  private static UserOutcome notSent(Reason reason, Instant retryAt) {
    return NotSent.of(0, update(), 0, reason, "message", retryAt);
  }

  private static MembershipSnapshot update() {
    return MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"));
  }

  @Test
  void delay_failuresInARow_doublesUpToTheMaximum() {
    assertThat(backoff.delay(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(backoff.delay(4)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(16));
    assertThat(backoff.delay(100)).isBetween(Duration.ofSeconds(30), MAX);
  }

  @Test
  void delay_refusedKeyOrEndpoint_isTheMaximumAtOnce() {
    assertThat(backoff.delay(1, notSent(Reason.UNAUTHORIZED, null))).isEqualTo(MAX);
    assertThat(backoff.delay(1, notSent(Reason.ENDPOINT_REFUSED, null))).isEqualTo(MAX);
    assertThat(backoff.delay(1, notSent(Reason.UNREACHABLE, null)))
        .isLessThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void delay_timeToComeBack_isKeptIfItIsLater() {
    Instant later = time.now().plusSeconds(300);
    Instant earlier = time.now().minusSeconds(300);
    assertThat(backoff.delay(1, notSent(Reason.RATE_LIMITED, later)))
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(backoff.delay(1, notSent(Reason.RATE_LIMITED, earlier)))
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void delay_attemptedUpdate_isAtLeastTheCooldown() {
    UserOutcome attempted = Unconfirmed.of(0, update(), 1, Reason.SERVER_ERROR, "message");
    assertThat(backoff.delay(1, attempted)).isEqualTo(COOLDOWN);
  }

  @Test
  void maySend_beforeTheLongestRequestWouldOutlastTheLease_isTrue() {
    assertThat(lease.maySend("a")).isFalse();
    lease.extended("a", time.nanoTime());

    time.advance(Duration.ofMillis(29_999));
    assertThat(lease.maySend("a")).isTrue();
    assertThat(lease.maySend("b")).isFalse();
    time.advance(Duration.ofMillis(1));
    assertThat(lease.maySend("a")).isFalse();
    assertThat(lease.relay()).isEqualTo("a");
  }

  @Test
  void maySend_extendedLease_isTrueForLonger() {
    lease.extended("a", time.nanoTime());
    time.advance(Duration.ofSeconds(25));
    long started = time.nanoTime();
    time.advance(Duration.ofSeconds(20));
    lease.extended("a", started);

    assertThat(lease.maySend("a")).isTrue();
    time.advance(Duration.ofSeconds(10));
    assertThat(lease.maySend("a")).isFalse();
  }

  @Test
  void lost_earlierName_doesNotEndTheNewLease() {
    lease.extended("b", time.nanoTime());
    lease.lost("a");
    assertThat(lease.maySend("b")).isTrue();
    lease.lost("b");
    assertThat(lease.maySend("b")).isFalse();
    assertThat(lease.relay()).isNull();
  }
}
