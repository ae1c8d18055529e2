package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the outcome over several deliveries and the wait before the next one. */
class RedeliveryRulesTest {
  private static final AudienceUpdate UPDATE = Simulation.update("u", 1);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static UserOutcome outcome(String kind, int attempts) {
    return switch (kind) {
      case "Accepted" -> Accepted.of(7, UPDATE, attempts, IdentifierKind.EXTERNAL_ID, true);
      case "Unchanged" -> Unchanged.of(7, UPDATE, attempts);
      case "Rejected" -> Rejected.of(7, UPDATE, attempts, Reason.NAMED_BY_BRAZE, "named");
      case "Unconfirmed" -> Unconfirmed.of(7, UPDATE, attempts, Reason.SERVER_ERROR, "lost");
      case "NotSent" -> notSent(attempts, Reason.RATE_LIMITED, NOW.plusSeconds(9));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static NotSent notSent(int attempts, Reason reason, @Nullable Instant retryAt) {
    return NotSent.of(7, UPDATE, attempts, reason, "not sent", retryAt);
  }

  @ParameterizedTest
  @CsvSource({
    "NotSent, NotSent, NotSent, RATE_LIMITED, not sent",
    "NotSent, Unconfirmed, Unconfirmed, SERVER_ERROR, lost",
    "NotSent, Rejected, Rejected, NAMED_BY_BRAZE, named",
    "NotSent, Unchanged, Unchanged, , ''",
    "NotSent, Accepted, Accepted, , Braze refused the push tokens; the rest was accepted",
    "Unconfirmed, NotSent, Unconfirmed, SERVER_ERROR, lost",
    "Unconfirmed, Unconfirmed, Unconfirmed, SERVER_ERROR, lost",
    "Unconfirmed, Rejected, Rejected, NAMED_BY_BRAZE, named",
    "Unconfirmed, Unchanged, Unchanged, , ''",
    "Unconfirmed, Accepted, Accepted, , Braze refused the push tokens; the rest was accepted",
    "Accepted, NotSent, Unconfirmed, RATE_LIMITED, not sent",
    "Accepted, Unconfirmed, Unconfirmed, SERVER_ERROR, lost",
    "Accepted, Accepted, Accepted, , Braze refused the push tokens; the rest was accepted"
  })
  void outcome_twoDeliveries_keepsWhatMayHaveArrived(
      String first, String second, String expected, @Nullable Reason reason, String message) {
    UserOutcome both = RedeliveryRules.outcome(outcome(first, 3), outcome(second, 2));

    assertThat(both.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(both.reason().orElse(null)).isEqualTo(reason);
    assertThat(both.message()).isEqualTo(message);
    assertThat(both.attempts()).isEqualTo(5);
    assertThat(both.index()).isEqualTo(7);
    assertThat(both.update()).isSameAs(UPDATE);
  }

  @Test
  void outcome_superseded_keepsItsReason() {
    UserOutcome superseded = Unchanged.superseded(7, UPDATE, "newer");

    assertThat(RedeliveryRules.outcome(outcome("Unconfirmed", 1), superseded)).isSameAs(superseded);
  }

  @Test
  void outcome_notSentTwice_keepsTheLaterRetryAt() {
    UserOutcome both =
        RedeliveryRules.outcome(notSent(1, Reason.DEADLINE, null), outcome("NotSent", 1));

    assertThat(((NotSent) both).retryAt()).contains(NOW.plusSeconds(9));
  }

  @ParameterizedTest
  @CsvSource({
    "Accepted, true",
    "Unchanged, true",
    "Rejected, true",
    "Unconfirmed, false",
    "NotSent, false"
  })
  void isFinal_outcome_isFinalUnlessItCanBeSentAgain(String kind, boolean expected) {
    assertThat(RedeliveryRules.isFinal(outcome(kind, 1))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // failures, reason, retryAt in seconds or -1, shortest and longest wait in milliseconds
    "1, UNREACHABLE, -1, 500, 1000",
    "2, UNREACHABLE, -1, 1000, 2000",
    "7, UNREACHABLE, -1, 30000, 60000",
    "2000000000, UNREACHABLE, -1, 30000, 60000",
    "1, UNAUTHORIZED, -1, 60000, 60000",
    "1, ENDPOINT_REFUSED, -1, 60000, 60000",
    "1, RATE_LIMITED, 300, 300000, 300000",
    "1, RATE_LIMITED, 0, 500, 1000"
  })
  void delay_failure_isWithinItsBounds(
      int failures, Reason reason, int retryAt, long shortest, long longest) {
    NotSent outcome = notSent(1, reason, retryAt < 0 ? null : NOW.plusSeconds(retryAt));
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      Duration delay =
          RedeliveryRules.delay(RedeliveryPolicy.defaults(), failures, outcome, NOW, random);

      assertThat(delay).isBetween(Duration.ofMillis(shortest), Duration.ofMillis(longest));
    }
  }
}
