package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.jdbc.Settlement.FailedUser;
import io.github.brazeaudience.jdbc.Settlement.Rejection;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettlementTest {
  private static final AudienceUpdate UPDATE =
      MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"));

  private final List<OutboxRow> rows = new ArrayList<>();
  private final List<UserOutcome> outcomes = new ArrayList<>();

  private static UserOutcome accepted() {
    return Accepted.of(0, UPDATE, 1, IdentifierKind.EXTERNAL_ID, false);
  }

  private static UserOutcome unchanged() {
    return Unchanged.of(0, UPDATE, 0);
  }

  private static UserOutcome rejected(int attempts) {
    return Rejected.of(0, UPDATE, attempts, Reason.NAMED_BY_BRAZE, "refused");
  }

  private static UserOutcome notSent() {
    return NotSent.of(0, UPDATE, 0, Reason.UNREACHABLE, "not reached", null);
  }

  private static UserOutcome unconfirmed() {
    return Unconfirmed.of(0, UPDATE, 2, Reason.SERVER_ERROR, "failed");
  }

  private SettlementTest row(long id, long user, int attempts, int failures, UserOutcome outcome) {
    rows.add(new OutboxRow(id, user, UPDATE, attempts, failures));
    outcomes.add(outcome);
    return this;
  }

  private Settlement settled() {
    return Settlement.of(
        rows, outcomes, (failures, outcome) -> Duration.ofSeconds(failures + outcome.attempts()));
  }

  @Test
  void of_acceptedAndUnchanged_deletesBothAndCoolsDownWrittenUsersOnly() {
    Settlement settled =
        row(1, 10, 0, 0, accepted())
            .row(2, 11, 0, 3, unchanged())
            .row(3, 10, 0, 0, accepted())
            .settled();

    assertThat(settled.finalIds()).containsExactly(1L, 3L, 2L);
    assertThat(settled.coolingDown()).containsExactly(10L);
    assertThat(settled.free()).containsExactly(11L);
    assertThat(settled.failed()).isEmpty();
    assertThat(settled.rejections()).isEmpty();
    assertThat(settled.finalOutcomes()).hasSize(3);
  }

  @Test
  void of_rejected_keepsItWithTheAttemptsOfAllDeliveries() {
    Settlement settled = row(1, 10, 4, 2, rejected(1)).row(2, 11, 0, 0, rejected(0)).settled();

    assertThat(settled.finalIds()).containsExactly(1L, 2L);
    assertThat(settled.rejections())
        .containsExactly(
            new Rejection(1, 5, Reason.NAMED_BY_BRAZE, "refused"),
            new Rejection(2, 0, Reason.NAMED_BY_BRAZE, "refused"));
    assertThat(settled.coolingDown()).containsExactly(10L);
    assertThat(settled.free()).containsExactly(11L);
  }

  @Test
  void of_failureBetweenFinalUpdates_keepsItAndAllLaterOnesOfItsUser() {
    Settlement settled =
        row(1, 10, 0, 0, accepted())
            .row(2, 10, 1, 0, unconfirmed())
            .row(3, 10, 0, 0, accepted())
            .row(4, 10, 0, 0, notSent())
            .row(5, 11, 0, 0, accepted())
            .settled();

    assertThat(settled.finalIds()).containsExactly(1L, 5L);
    assertThat(settled.attempts()).isEqualTo(Map.of(2L, 3, 3L, 1));
    assertThat(settled.failed()).containsExactly(new FailedUser(10, 1, Duration.ofSeconds(3)));
    assertThat(settled.coolingDown()).containsExactly(11L);
    assertThat(settled.finalOutcomes()).hasSize(2);
  }

  @Test
  void of_repeatedFailure_countsFailuresInARow() {
    Settlement settled = row(1, 10, 0, 6, notSent()).settled();

    assertThat(settled.finalIds()).isEmpty();
    assertThat(settled.failed()).containsExactly(new FailedUser(10, 7, Duration.ofSeconds(7)));
    assertThat(settled.attempts()).isEmpty();
    assertThat(settled.free()).isEmpty();
  }

  @Test
  void of_rejectedAfterAFailure_isDeliveredAgainWithIt() {
    Settlement settled = row(1, 10, 0, 0, notSent()).row(2, 10, 0, 0, rejected(0)).settled();

    assertThat(settled.finalIds()).isEmpty();
    assertThat(settled.rejections()).isEmpty();
  }

  @Test
  void released_severalUpdatesOfAUser_freesEachUserOnce() {
    row(1, 10, 0, 0, notSent()).row(2, 11, 0, 0, notSent()).row(3, 10, 0, 0, notSent());

    Settlement released = Settlement.released(rows);

    assertThat(released.free()).containsExactly(10L, 11L);
    assertThat(released.finalIds()).isEmpty();
    assertThat(released.failed()).isEmpty();
  }
}
