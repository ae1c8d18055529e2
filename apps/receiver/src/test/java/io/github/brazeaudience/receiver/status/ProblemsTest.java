package io.github.brazeaudience.receiver.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.jdbc.RelayFailure;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.receiver.database.DatabaseState;
import io.github.brazeaudience.receiver.forward.Suspension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemsTest {
  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  private static List<Problems.Problem> problems(
      boolean database, boolean suspended, boolean relay, Long minutes, boolean full) {
    return Problems.of(
        database
            ? Optional.of(new DatabaseState.Failure(SINCE, "SQLSTATE 08001"))
            : Optional.empty(),
        suspended
            ? Optional.of(new Suspension.Cause(SINCE, Reason.UNAUTHORIZED, OptionalInt.of(401)))
            : Optional.empty(),
        relay
            ? Optional.of(
                new RelayFailure(
                    RelayFailure.Kind.DELIVERY,
                    SINCE,
                    Optional.of(Reason.SERVER_ERROR),
                    "Braze responded 503"))
            : Optional.empty(),
        minutes == null ? null : new Backlog(1, Duration.ofMinutes(minutes), 0),
        full);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false|false|false||false|",
        "false|false|false|9|false|",
        "false|false|false|10|false|oldest update waits",
        "false|false|true|10|false|Updates wait to be forwarded: Braze responded 503",
        "false|true|true|10|false|asked to stop sending",
        "true|false|true||false|Messages are not stored",
        "false|false|false|0|true|reached its limit"
      })
  void of_oneState_isOneProblemWithAnAction(
      boolean database,
      boolean suspended,
      boolean relay,
      Long minutes,
      boolean full,
      String expected) {
    List<Problems.Problem> problems = problems(database, suspended, relay, minutes, full);
    if (expected == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems)
          .singleElement()
          .satisfies(it -> assertThat(it.what()).contains(expected))
          .satisfies(it -> assertThat(it.action()).endsWith("."));
    }
  }

  @Test
  void of_severalStates_listsThemAll() {
    assertThat(problems(true, true, true, 10L, true)).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void advice_ofEveryReason_isPartOfASentence(Reason reason) {
    assertThat(ReasonAdvice.of(reason)).isNotBlank().doesNotEndWith(".");
  }
}
