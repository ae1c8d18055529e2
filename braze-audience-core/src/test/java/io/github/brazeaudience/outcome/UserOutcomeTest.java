package io.github.brazeaudience.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the contents of each kind of outcome. */
class UserOutcomeTest {
  private static final AudienceUpdate UPDATE =
      MembershipSnapshot.of(UserProfile.ofCustomerId("jane"), Audience.of(11036));

  static Stream<Arguments> outcomes() {
    return Stream.of(
        Arguments.of(Accepted.of(7, UPDATE, 3, IdentifierKind.EXTERNAL_ID, false), null, ""),
        Arguments.of(Unchanged.of(7, UPDATE, 3), null, ""),
        Arguments.of(
            Rejected.of(7, UPDATE, 3, Reason.VALUE_TOO_LONG, "shorten it"),
            Reason.VALUE_TOO_LONG,
            "shorten it"),
        Arguments.of(
            Unconfirmed.of(7, UPDATE, 3, Reason.NO_ANSWER, "forward again"),
            Reason.NO_ANSWER,
            "forward again"),
        Arguments.of(
            NotSent.of(7, UPDATE, 3, Reason.DEADLINE, "forward later", null),
            Reason.DEADLINE,
            "forward later"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void outcome_eachKind_hasItsUpdateAndReason(
      UserOutcome outcome, @Nullable Reason reason, String message) {
    assertThat(outcome.index()).isEqualTo(7);
    assertThat(outcome.update()).isSameAs(UPDATE);
    assertThat(outcome.attempts()).isEqualTo(3);
    assertThat(outcome.reason().orElse(null)).isEqualTo(reason);
    assertThat(outcome.message()).isEqualTo(message);
    assertThat(outcome.toString())
        .startsWith(outcome.getClass().getSimpleName())
        .contains("index=7", "attempts=3", message)
        .doesNotContain("jane", "11036");
  }

  @ParameterizedTest
  @CsvSource({
    "EXTERNAL_ID, false, ''",
    "EXTERNAL_ID, true, 'Braze refused the push tokens; the rest was accepted'",
    "BRAZE_ID, false, 'sent with the Braze id; Braze does not report whether a profile has it'",
    "USER_ALIAS, false, 'sent with a user alias; Braze does not report whether a profile has it'",
    "EMAIL, false, 'sent with the email; Braze does not report whether a profile has it'",
    "EMAIL, true, 'Braze refused the push tokens; the rest was accepted;"
        + " sent with the email; Braze does not report whether a profile has it'",
  })
  void accepted_message_statesWhatIsUncertain(
      IdentifierKind kind, boolean withoutPushTokens, String message) {
    Accepted accepted = Accepted.of(0, UPDATE, 1, kind, withoutPushTokens);

    assertThat(accepted.identifierKind()).isEqualTo(kind);
    assertThat(accepted.withoutPushTokens()).isEqualTo(withoutPushTokens);
    assertThat(accepted.message()).isEqualTo(message);
  }

  @Test
  void notSent_retryAt_isEmptyIfNoTimeIsKnown() {
    Instant later = Instant.parse("2026-01-01T00:01:00Z");

    assertThat(NotSent.of(0, UPDATE, 0, Reason.RATE_LIMITED, "", later).retryAt()).contains(later);
    assertThat(NotSent.of(0, UPDATE, 0, Reason.CLOSED, "", null).retryAt()).isEmpty();
  }
}
