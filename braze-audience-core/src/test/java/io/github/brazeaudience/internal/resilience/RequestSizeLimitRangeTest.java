package io.github.brazeaudience.internal.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the range in which Braze's limit lies, at its ends. */
class RequestSizeLimitRangeTest {
  private final RequestSizeLimit limit = new RequestSizeLimit(75);

  @ParameterizedTest
  @CsvSource({"49, true", "50, true", "51, false"})
  void isAccepted_size_isTrueUpToTheLargestAccepted(int size, boolean accepted) {
    limit.onAccepted(50);
    limit.onTooLong(75);

    assertThat(limit.isAccepted(size)).isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource({"50, false", "51, true", "75, true", "76, false"})
  void isUndecided_refusedSizeAcceptedLater_isTrueUpToTheMaximum(int size, boolean undecided) {
    limit.onTooLong(50);
    limit.onAccepted(50);

    assertThat(limit.isUndecided(size)).isEqualTo(undecided);
  }

  @Test
  void next_middleOfTheRange_isRoundedToTheNearestRoundNumber() {
    limit.onTooLong(75);
    limit.onAccepted(64);

    assertThat(limit.next()).isEqualTo(70);
  }

  @Test
  void next_maximumAcceptedAfterARefusal_staysAtTheMaximum() {
    limit.onTooLong(75);

    for (int i = 0; i < 2 * RequestSizeLimit.REQUESTS_UNTIL_TEST; i++) {
      limit.onAccepted(75);
      assertThat(limit.next()).isEqualTo(75);
    }
  }
}
