package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.engine.AttemptHistory.Failed;
import io.github.brazeaudience.outcome.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptHistoryTest {
  private static String reason(@Nullable Failed failed) {
    return failed == null ? "none" : failed.message();
  }

  /** A step is an export (E), a track request (T), a failure (a to c), or a lost response (A). */
  @ParameterizedTest
  @CsvSource({
    "'',   0, false, none, none",
    "T,    1, true,  none, none",
    "E,    0, true,  none, none",
    "Ta,   1, false, a,    none",
    "TA,   1, false, A,    A",
    "TATb, 2, false, b,    A",
    "TaTA, 2, false, A,    A",
    "Ea,   0, false, a,    none",
    "EaEx, 0, false, none, none", // x: an export succeeded
  })
  void history_steps_keepsTheDecisiveFailures(
      String steps, int attempts, boolean inFlight, String last, String arrival) {
    AttemptHistory history = new AttemptHistory();
    for (int i = 0; i < steps.length(); i++) {
      char step = steps.charAt(i);
      switch (step) {
        case 'E', 'T' -> history.requestStarted(step == 'T');
        case 'x' -> {
          history.requestEnded();
          history.discardLastFailure();
        }
        default -> {
          Failed failed = new Failed(Reason.SERVER_ERROR, String.valueOf(step), null);
          history.attemptFailed(failed, Character.isUpperCase(step));
          history.requestEnded();
        }
      }
    }

    assertThat(history.attempts()).isEqualTo(attempts);
    assertThat(history.isInFlight()).isEqualTo(inFlight);
    assertThat(reason(history.last())).isEqualTo(last);
    assertThat(reason(history.lastPossibleArrival())).isEqualTo(arrival);
  }
}
