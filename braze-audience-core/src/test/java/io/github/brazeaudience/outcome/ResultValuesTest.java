package io.github.brazeaudience.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that results keep the values they are created with. */
class ResultValuesTest {
  private static final AudienceUpdate UPDATE =
      MembershipSnapshot.of(UserProfile.ofCustomerId("u"), List.of());

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void forwardPlan_values_areReturned() {
    List<UserOutcome> outcomes = new ArrayList<>(List.of(Unchanged.of(1, UPDATE, 0)));
    ForwardPlan plan = ForwardPlan.of(List.of(bytes("first"), bytes("second")), outcomes, 7);
    outcomes.clear();

    assertThat(plan.bodies()).containsExactly(bytes("first"), bytes("second"));
    assertThat(plan.requests()).isEqualTo(2);
    assertThat(plan.dataPoints()).isEqualTo(7);
    assertThat(plan.outcomes()).hasSize(1);
    assertThat(plan).hasToString("ForwardPlan[requests=2, dataPoints=7, notSentUpdates=1]");
  }

  @Test
  void forwardPlan_bodiesAreChanged_keepsItsOwn() {
    byte[] given = bytes("body");
    ForwardPlan plan = ForwardPlan.of(List.of(given), List.of(), 0);
    given[0] = 'x';
    plan.bodies().get(0)[1] = 'x';

    assertThat(plan.bodies()).containsExactly(bytes("body"));
  }

  @Test
  void retirementPlan_values_areReturned() {
    RetirementPlan plan = RetirementPlan.of(1, 2, 3);

    assertThat(plan.users()).isEqualTo(1);
    assertThat(plan.requests()).isEqualTo(2);
    assertThat(plan.dataPoints()).isEqualTo(3);
  }

  @Test
  void renamingPlan_possible_hasItsCostAndNoConflict() {
    RenamingPlan plan = RenamingPlan.of(1, 2, 3);

    assertThat(plan.users()).isEqualTo(1);
    assertThat(plan.requests()).isEqualTo(2);
    assertThat(plan.dataPoints()).isEqualTo(3);
    assertThat(plan.conflict()).isEmpty();
  }

  @Test
  void renamingPlan_refused_hasTheConflictAndNoCost() {
    NameConflict conflict = new NameConflict(7, 8, "In A");
    RenamingPlan plan = RenamingPlan.refused(4, conflict);

    assertThat(plan.users()).isEqualTo(4);
    assertThat(plan.requests()).isZero();
    assertThat(plan.dataPoints()).isZero();
    assertThat(plan.conflict()).contains(conflict);
    assertThat(conflict.message())
        .startsWith("audience 7 cannot be renamed: \"In A\" belongs to audience 8")
        .contains("retire audience 8 if it is gone");
  }

  @Test
  void unchanged_current_hasItsAttemptsAndNoReason() {
    Unchanged outcome = Unchanged.of(3, UPDATE, 2);

    assertThat(outcome.index()).isEqualTo(3);
    assertThat(outcome.update()).isSameAs(UPDATE);
    assertThat(outcome.attempts()).isEqualTo(2);
    assertThat(outcome.reason()).isEmpty();
  }

  @Test
  void unchanged_superseded_hasNoAttemptAndTheReason() {
    Unchanged outcome = Unchanged.superseded(3, UPDATE, "older than the store");

    assertThat(outcome.index()).isEqualTo(3);
    assertThat(outcome.attempts()).isZero();
    assertThat(outcome.reason()).contains(Reason.SUPERSEDED);
    assertThat(outcome.message()).isEqualTo("older than the store");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void summary_truncated_isReturnedAndNotComplete(boolean truncated) {
    ForwardSummary summary =
        ForwardSummary.builder().add(Unchanged.of(0, UPDATE, 0)).truncated(truncated).build();

    assertThat(summary.truncated()).isEqualTo(truncated);
    assertThat(summary.complete()).isEqualTo(!truncated);
    assertThat(summary.unchanged()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"999, 999", "1000, 1000", "1001, 1003"})
  void message_length_isTruncatedAboveTheMaximum(int length, int shown) {
    assertThat(MessageText.of("x".repeat(length))).hasSize(shown);
  }
}
