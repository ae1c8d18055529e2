package io.github.brazeaudience.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the defaults and the validation of {@link ConcurrencyPolicy}. */
class ConcurrencyPolicyTest {
  @Test
  void adaptive_default_startsAt16Between4And256() {
    ConcurrencyPolicy policy = ConcurrencyPolicy.adaptive();

    assertThat(policy.smallest()).isEqualTo(4);
    assertThat(policy.initial()).isEqualTo(16);
    assertThat(policy.largest()).isEqualTo(256);
    assertThat(policy).hasToString("ConcurrencyPolicy[16, adapts up to 256]");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 3", "4, 4", "5, 4"})
  void adaptive_lowInitialValue_limitsTheMinimum(int initial, int smallest) {
    assertThat(ConcurrencyPolicy.adaptive(initial, 16).smallest()).isEqualTo(smallest);
  }

  @Test
  void fixed_anyValue_isConstant() {
    ConcurrencyPolicy policy = ConcurrencyPolicy.fixed(3);

    assertThat(policy.smallest()).isEqualTo(3);
    assertThat(policy.initial()).isEqualTo(3);
    assertThat(policy.largest()).isEqualTo(3);
    assertThat(policy).hasToString("ConcurrencyPolicy[fixed at 3]");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 257, Integer.MAX_VALUE})
  void fixed_outOfRange_throwsWithTheValue(int requests) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConcurrencyPolicy.fixed(requests))
        .withMessage("`maxInFlight` must be between 1 and 256, but was " + requests);
  }

  @ParameterizedTest
  @CsvSource({"0, 16", "17, 16", "1, 257", "-1, -1"})
  void adaptive_outOfRange_throwsWithTheValues(int initial, int largest) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConcurrencyPolicy.adaptive(initial, largest))
        .withMessageContaining(
            String.format(Locale.ROOT, "initial %d, largest %d", initial, largest));
  }
}
