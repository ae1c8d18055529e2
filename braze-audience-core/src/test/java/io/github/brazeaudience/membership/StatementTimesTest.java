package io.github.brazeaudience.membership;

import static io.github.brazeaudience.membership.UserHistory.NOTHING;
import static io.github.brazeaudience.membership.UserHistory.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatementTimesTest {
  private static final Audience A = Audience.of(1, "A");
  private static final Audience B = Audience.of(2, "B");
  private static final UserProfile USER = UserProfile.ofCustomerId("u");
  private static final MembershipPolicy EMPTY =
      MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE);

  private static Instant at(int seconds) {
    return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(seconds);
  }

  private static MembershipSnapshot in(int time, Audience... all) {
    return MembershipSnapshot.of(USER, all).at(at(time));
  }

  private static MembershipChange entered(int time, Audience... all) {
    return MembershipChange.of(USER, List.of(all), List.of()).at(at(time));
  }

  private static MembershipChange left(int time, Audience... all) {
    return MembershipChange.of(USER, List.of(), List.of(all)).at(at(time));
  }

  /** Every {@code Instant}, and so every timestamp of the input formats, has its place. */
  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z,           1970-01-01T00:00:00.000000001Z",
    "1969-12-31T23:59:59.999999999Z, 1970-01-01T00:00:00Z",
    "1677-09-21T00:12:43.145224191Z, 1677-09-21T00:12:43.145224192Z",
    "2262-04-11T23:47:16.854775807Z, 2262-04-11T23:47:16.854775808Z",
    "2262-04-11T23:47:16.854775808Z, 2262-04-11T23:47:16.854775809Z",
    "+1000000000-12-31T23:59:59Z,    +1000000000-12-31T23:59:59.999999999Z",
    "-1000000000-01-01T00:00:00Z,    -1000000000-01-01T00:00:00.000000001Z",
    "-1000000000-01-01T00:00:00Z,    +1000000000-12-31T23:59:59.999999999Z",
    "2026-01-01T00:00:00Z,           2300-01-01T00:00:00Z",
  })
  void decide_anyTimestamps_areComparedExactly(Instant earlier, Instant later) {
    UserHistory user = new UserHistory(SendSegmentsAs.SINGLE_ATTRIBUTE);
    user.accepted(MembershipSnapshot.of(USER, A).at(later));
    user.reload();

    assertThat(user.accepted(MembershipSnapshot.of(USER, B).at(earlier))).isEqualTo(SUPERSEDED);
    assertThat(user.accepted(MembershipSnapshot.of(USER, B).at(later)))
        .isEqualTo("{`SegmentMembership`:`'2'`}");

    UserHistory change = new UserHistory(SendSegmentsAs.SINGLE_ATTRIBUTE);
    change.accepted(MembershipSnapshot.of(USER, A).at(earlier));
    change.accepted(MembershipChange.of(USER, List.of(B), List.of()).at(later));
    change.reload();
    assertThat(change.accepted(MembershipChange.of(USER, List.of(), List.of(B)).at(earlier)))
        .isEqualTo(SUPERSEDED);
  }

  @ParameterizedTest
  @EnumSource
  void decide_olderSnapshot_isSupersededWhateverItContains(SendSegmentsAs mode) {
    UserHistory user = new UserHistory(mode);
    user.accepted(in(2, A));
    MembershipRecord before = user.record();

    assertThat(user.accepted(in(1, A, B))).isEqualTo(SUPERSEDED);
    assertThat(user.accepted(entered(1, B))).isEqualTo(SUPERSEDED);
    assertThat(user.record()).isEqualTo(before);
  }

  @Test
  void decide_snapshotOlderThanAChange_isAppliedToTheOtherAudiences() {
    UserHistory user = new UserHistory(SendSegmentsAs.SINGLE_ATTRIBUTE).with(EMPTY);
    user.accepted(entered(3, A));

    assertThat(user.accepted(in(2, B))).isEqualTo("{`SegmentMembership`:`'1','2'`}");
    assertThat(user.accepted(left(2, B))).as("equal").isEqualTo("{`SegmentMembership`:`'1'`}");
    assertThat(user.accepted(left(1, A, B))).isEqualTo(SUPERSEDED);
    assertThat(user.accepted(left(3, A))).as("equal").isEqualTo("{`SegmentMembership`:null}");
  }

  @Test
  void decide_sameValuesAtALaterTime_areRecordedWithThatTime() {
    UserHistory user = new UserHistory(SendSegmentsAs.SINGLE_ATTRIBUTE);
    user.accepted(in(1, A));

    assertThat(user.accepted(in(3, A))).isEqualTo(NOTHING);
    assertThat(user.accepted(in(2, B))).isEqualTo(SUPERSEDED);
  }

  @Test
  void decide_updateWithoutTimestamp_isAppliedAndKeepsTheTimes() {
    UserHistory user = new UserHistory(SendSegmentsAs.SINGLE_ATTRIBUTE);
    user.accepted(in(2, A));

    assertThat(user.accepted(MembershipSnapshot.of(USER, B)))
        .isEqualTo("{`SegmentMembership`:`'2'`}");
    assertThat(user.accepted(in(1, A))).isEqualTo(SUPERSEDED);
    assertThat(user.accepted(in(2, A))).isEqualTo("{`SegmentMembership`:`'1'`}");
  }

  @ParameterizedTest
  @EnumSource
  void decide_olderUpdateWhileAWriteIsPending_sendsNothingAndStaysPending(SendSegmentsAs mode) {
    UserHistory user = new UserHistory(mode);
    user.accepted(in(2, A));
    user.lost(in(3, B));

    assertThat(user.accepted(in(1, A, B))).isEqualTo(SUPERSEDED);
    assertThat(user.record().isPending()).isTrue();
    assertThat(user.accepted(in(2, A))).as("not older").isNotIn(SUPERSEDED, NOTHING);
    assertThat(user.record().isPending()).isFalse();
  }

  @Test
  void decide_olderUpdateWithEverythingDue_sendsNothing() {
    MembershipPolicy policy = MembershipPolicy.defaults();
    UserHistory user = new UserHistory(SendSegmentsAs.SINGLE_ATTRIBUTE);
    user.accepted(in(2, A));

    assertThat(user.with(policy.withSendEverything(true)).accepted(in(1))).isEqualTo(SUPERSEDED);
    assertThat(user.with(policy.withMaxAge(Duration.ofDays(1))).later(Duration.ofDays(2)))
        .extracting(aged -> aged.accepted(in(1)))
        .isEqualTo(SUPERSEDED);
  }

  @Test
  void decide_writeThatWasNotAccepted_doesNotCount() {
    UserHistory user = new UserHistory(SendSegmentsAs.SINGLE_ATTRIBUTE);
    user.restored(in(3, B));

    assertThat(user.accepted(in(2, A))).isEqualTo("{`SegmentMembership`:`'1'`}");
  }

  @Test
  void decide_olderUpdateInOneCall_sharesTheResultOfTheCall() {
    UserHistory user = new UserHistory(SendSegmentsAs.SINGLE_ATTRIBUTE);

    assertThat(user.accepted(in(3, A), MembershipChange.of(USER, List.of(), List.of()), in(2, B)))
        .isEqualTo("{`SegmentMembership`:`'1'`}");
    assertThat(user.accepted(in(2, B))).isEqualTo(SUPERSEDED);
  }

  @Test
  void decide_emailOlderThanTheKnownOne_isLeftOut() {
    UserHistory user = new UserHistory(SendSegmentsAs.SINGLE_ATTRIBUTE);
    user.accepted(withEmail("new@example.com", List.of(A)).at(at(2)));

    assertThat(user.accepted(withEmail("old@example.com", List.of(B)).at(at(1))))
        .isEqualTo(SUPERSEDED);
    assertThat(user.accepted(in(3, B))).isEqualTo("{`SegmentMembership`:`'2'`}");
    assertThat(user.accepted(withEmail("old@example.com", List.of()).at(at(2))))
        .as("the email is not older")
        .isEqualTo("{`email`:`old@example.com`}");
  }

  private static MembershipSnapshot withEmail(String email, List<Audience> in) {
    return MembershipSnapshot.of(UserProfile.builder().customerId("u").email(email).build(), in);
  }

  /** Two audiences can have the same External Name. */
  @Test
  void decide_claimOlderThanThatOfTheMember_doesNotTakeTheName() {
    Audience other = Audience.of(9, "A");
    UserHistory user = new UserHistory(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(left(3, A));

    assertThat(user.accepted(entered(2, other))).as("left").isEqualTo("{`In A`:true}");
    assertThat(user.accepted(entered(4, A))).isEqualTo(NOTHING);
    assertThat(user.accepted(entered(3, other))).isEqualTo(NOTHING);
    assertThat(user.accepted(left(5, A))).isEqualTo("{`In A`:false}");
  }

  @Test
  void decide_olderUpdateAfterRetirement_doesNotBringTheAudienceBack() {
    UserHistory user = new UserHistory(SendSegmentsAs.SINGLE_ATTRIBUTE);
    user.accepted(in(2, A, B));
    user.accepted(AudienceRetirement.of("u", 1));

    assertThat(user.accepted(entered(1, A))).isEqualTo(SUPERSEDED);
  }
}
