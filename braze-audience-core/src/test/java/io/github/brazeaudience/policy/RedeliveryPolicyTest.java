package io.github.brazeaudience.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the settings of a {@link RedeliveryPolicy}. */
class RedeliveryPolicyTest {
  @Test
  void defaults_waits_areFromASecondToAMinute() {
    assertThat(RedeliveryPolicy.defaults()).hasToString("RedeliveryPolicy[backoff=PT1S..PT1M]");
  }

  @ParameterizedTest
  @CsvSource({"PT1S, PT1S", "PT0.000000001S, P365D", "PT5S, PT10M"})
  void withBackoff_validBounds_areKept(Duration initial, Duration max) {
    RedeliveryPolicy policy = RedeliveryPolicy.defaults().withBackoff(initial, max);

    assertThat(policy.initialBackoff()).isEqualTo(initial);
    assertThat(policy.maxBackoff()).isEqualTo(max);
  }

  @ParameterizedTest
  @CsvSource({"PT0S, PT1S", "PT-1S, PT1S", "PT2S, PT1S", "PT1S, P366D"})
  void withBackoff_invalidBounds_areRefused(Duration initial, Duration max) {
    assertThatThrownBy(() -> RedeliveryPolicy.defaults().withBackoff(initial, max))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 < initial <= max <= 365 days, but was initial " + initial);
  }
}
