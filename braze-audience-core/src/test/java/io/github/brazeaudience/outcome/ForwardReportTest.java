package io.github.brazeaudience.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the counts of a report add up. */
class ForwardReportTest {
  private static final AudienceUpdate UPDATE =
      MembershipSnapshot.of(UserProfile.ofCustomerId("jane"), Audience.of(11036));
  private static final UserOutcome ACCEPTED =
      Accepted.of(0, UPDATE, 1, IdentifierKind.EXTERNAL_ID, false);
  private static final UserOutcome UNCHANGED = Unchanged.of(0, UPDATE, 0);
  private static final UserOutcome REJECTED = Rejected.of(0, UPDATE, 0, Reason.NO_IDENTIFIER, "");
  private static final UserOutcome UNCONFIRMED = Unconfirmed.of(0, UPDATE, 1, Reason.NO_ANSWER, "");
  private static final UserOutcome NOT_SENT = NotSent.of(0, UPDATE, 0, Reason.CLOSED, "", null);

  private static ForwardSummary summary(int... counts) {
    List<UserOutcome> kinds = List.of(ACCEPTED, UNCHANGED, REJECTED, UNCONFIRMED, NOT_SENT);
    ForwardSummary.Builder builder = ForwardSummary.builder().requests(70).dataPoints(80);
    for (int kind = 0; kind < counts.length; kind++) {
      Collections.nCopies(counts[kind], kinds.get(kind)).forEach(builder::add);
    }
    return builder.build();
  }

  @Test
  void summary_outcomesOfAllKinds_countsEachAndTheirSum() {
    ForwardSummary summary = summary(1, 2, 3, 4, 5);

    assertThat(summary.accepted()).isEqualTo(1);
    assertThat(summary.unchanged()).isEqualTo(2);
    assertThat(summary.rejected()).isEqualTo(3);
    assertThat(summary.unconfirmed()).isEqualTo(4);
    assertThat(summary.notSent()).isEqualTo(5);
    assertThat(summary.updates()).isEqualTo(15);
    assertThat(summary.requests()).isEqualTo(70);
    assertThat(summary.dataPoints()).isEqualTo(80);
  }

  @Test
  void report_counts_equalThoseOfItsSummary() {
    ForwardSummary summary = summary(1, 2, 3, 4, 5);
    BrazeError error = BrazeError.of("a sentence", "events");

    ForwardReport report = ForwardReport.of(List.of(ACCEPTED), summary, List.of(error));

    assertThat(report.summary()).isSameAs(summary);
    assertThat(report.outcomes()).containsExactly(ACCEPTED);
    assertThat(report.unattributedErrors()).containsExactly(error);
    assertThat(report.accepted()).isEqualTo(1);
    assertThat(report.unchanged()).isEqualTo(2);
    assertThat(report.rejected()).isEqualTo(3);
    assertThat(report.unconfirmed()).isEqualTo(4);
    assertThat(report.notSent()).isEqualTo(5);
    assertThat(report.requests()).isEqualTo(70);
    assertThat(report.dataPoints()).isEqualTo(80);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 0, true",
    "2, 3, 0, 0, 0, true",
    "2, 3, 1, 0, 0, false",
    "2, 3, 0, 1, 0, false",
    "2, 3, 0, 0, 1, false",
  })
  void complete_onlyAcceptedAndUnchanged_isTrue(
      int accepted, int unchanged, int rejected, int unconfirmed, int notSent, boolean complete) {
    ForwardSummary summary = summary(accepted, unchanged, rejected, unconfirmed, notSent);

    assertThat(summary.complete()).isEqualTo(complete);
    assertThat(ForwardReport.of(List.of(), summary, List.of()).complete()).isEqualTo(complete);
  }
}
