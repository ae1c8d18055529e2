package io.github.brazeaudience.receiver.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Backoff of an update. */
class BackoffTest {
  private static final long SEED = 7;
  private static final Instant NOW = Instant.ofEpochSecond(1_714_592_744);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private static UserOutcome outcome(Reason reason, @Nullable Instant retryAt) {
    return NotSent.of(
        0, UnreadableUpdate.malformed("for a test"), 1, reason, "for a test", retryAt);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "6, 32", "7, 60", "8, 60", "40, 60", "2000000000, 60"})
  void rest_afterFailures_isBetweenHalfAndAllOfTheDoublingBound(int failures, long seconds) {
    Random random = new Random(SEED);
    for (int draw = 0; draw < 200; draw++) {
      assertThat(BACKOFF.rest(failures, outcome(Reason.UNREACHABLE, null), NOW, random))
          .as("seed %d, draw %d", SEED, draw)
          .isBetween(Duration.ofMillis(seconds * 500), Duration.ofSeconds(seconds));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"UNAUTHORIZED", "ENDPOINT_REFUSED"})
  void rest_afterAPermanentError_isTheLongestAtOnce(Reason reason) {
    assertThat(BACKOFF.rest(1, outcome(reason, null), NOW, new Random(SEED)))
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void rest_retryTime_winsIfItIsLater() {
    Random random = new Random(SEED);

    assertThat(BACKOFF.rest(1, outcome(Reason.RATE_LIMITED, NOW.plusSeconds(300)), NOW, random))
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(BACKOFF.rest(1, outcome(Reason.RATE_LIMITED, NOW.minusSeconds(9)), NOW, random))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
  }
}
