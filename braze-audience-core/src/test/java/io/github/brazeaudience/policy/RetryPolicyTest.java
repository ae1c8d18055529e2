package io.github.brazeaudience.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests full jitter within bounds, and waits that every clock can represent. */
class RetryPolicyTest {
  private final Random random = new Random(3);

  private Duration longest(RetryPolicy policy, int failures, boolean throttled) {
    Duration longest = Duration.ZERO;
    Duration shortest = Duration.ofDays(1);
    for (int i = 0; i < 2_000; i++) {
      Duration drawn = policy.backoff(failures, throttled, random);
      assertThat(drawn.isNegative()).isFalse();
      longest = drawn.compareTo(longest) > 0 ? drawn : longest;
      shortest = drawn.compareTo(shortest) < 0 ? drawn : shortest;
    }
    assertThat(shortest).as("full jitter").isLessThan(longest.dividedBy(20));
    return longest;
  }

  @Test
  void backoff_manyFailures_growsToTheMaximum() {
    RetryPolicy policy = RetryPolicy.defaults();

    assertThat(longest(policy, 1, false)).isBetween(Duration.ofMillis(480), Duration.ofMillis(500));
    assertThat(longest(policy, 1, true)).isBetween(Duration.ofMillis(960), Duration.ofSeconds(1));
    assertThat(longest(policy, 4, false))
        .isBetween(Duration.ofMillis(3_900), Duration.ofSeconds(4));
    for (int failures : new int[] {7, 10, 62, 63, 64, 65, 1_000, Integer.MAX_VALUE}) {
      assertThat(longest(policy, failures, false))
          .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
    }
  }

  @Test
  void probeInterval_eachProbe_isBetweenHalfAndFullAndNeverZero() {
    RetryPolicy policy = RetryPolicy.defaults();
    for (int i = 0; i < 2_000; i++) {
      assertThat(policy.probeInterval(1, random))
          .isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
      assertThat(policy.probeInterval(100, random))
          .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }
    RetryPolicy eager = policy.withBackoff(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    assertThat(eager.backoff(5, true, random)).isZero();
    assertThat(eager.probeInterval(5, random)).isEqualTo(Duration.ofMillis(100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT8760H0.000000001S", "PT2562047788015215H"})
  void withLimits_notPositiveOrTooLong_throwsWithTheValue(Duration limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.defaults().withDeadline(limit))
        .withMessageContaining("`deadline`")
        .withMessageContaining(limit.toString());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.defaults().withOutageLimit(limit))
        .withMessageContaining("`outageLimit`")
        .withMessageContaining(limit.toString());
  }

  @Test
  void withBackoff_tooLongOrReversed_throws() {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RetryPolicy.defaults()
                    .withBackoff(second, second, Duration.ofSeconds(Long.MAX_VALUE)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.defaults().withBackoff(second, Duration.ZERO, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.defaults().withBackoff(second.negated(), second, second));
  }

  @Test
  void withLimits_aYear_isAccepted() {
    Duration year = Duration.ofDays(365);
    RetryPolicy policy =
        RetryPolicy.defaults()
            .withDeadline(year)
            .withOutageLimit(year)
            .withBackoff(year, year, year);

    assertThat(policy.deadline()).isEqualTo(year);
    assertThat(policy.backoff(50, false, random)).isLessThanOrEqualTo(year);
  }
}
