package io.github.brazeaudience.receiver.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of when mParticle should stop sending. */
class SuspensionTest {
  private final Suspension suspension = new Suspension(Instant::now);

  private void attempt(int status, @Nullable Reason reason) {
    OptionalInt answered = status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    suspension.attemptFinished(
        new AttemptFinished(
            BrazeOperation.TRACK_USERS,
            1,
            1,
            75,
            10_000,
            Duration.ofMillis(5),
            answered,
            Optional.ofNullable(reason)));
  }

  @Test
  void active_beforeAnyAttempt_isFalse() {
    assertThat(suspension.active()).isFalse();
  }

  /** What an attempt means after one that succeeded, and after one that was refused for good. */
  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED, true, true",
    "403, UNAUTHORIZED, true, true",
    "404, ENDPOINT_REFUSED, true, true",
    "302, ENDPOINT_REFUSED, true, true",
    "201, , false, false",
    "201, NAMED_BY_BRAZE, false, false",
    "201, UNATTRIBUTED_ERROR, false, false",
    "200, UNREADABLE_ANSWER, false, true",
    "500, SERVER_ERROR, false, true",
    "429, RATE_LIMITED, false, true",
    "400, REQUEST_REFUSED, false, true",
    "0, NO_ANSWER, false, true",
    "0, UNREACHABLE, false, true"
  })
  void active_afterAnAttempt_changesForPermanentErrorsAndSuccessOnly(
      int status, @Nullable Reason reason, boolean afterSuccess, boolean afterRefusal) {
    attempt(201, null);
    attempt(status, reason);
    assertThat(suspension.active()).isEqualTo(afterSuccess);

    attempt(401, Reason.UNAUTHORIZED);
    attempt(status, reason);
    assertThat(suspension.active()).isEqualTo(afterRefusal);
  }
}
