package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ProcessingStatus;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.TrackingBraze;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that requests near the size limit name a request group if it fits. */
class TrackedRequestSizeTest extends TrackedRequestsFixture {
  /** The size of a body without a group, relative to the limit. */
  @ParameterizedTest
  @ValueSource(ints = {-48, -47, 0})
  void forward_objectNearTheLimit_isAcceptedWithAGroupIfItFits(int excess) {
    int memberBytes = "\"group_id\":\"\",".length() + "test-".length() + 28;
    TrackingBraze braze = braze((request, objects) -> ScriptedResponse.of(201, SUCCESS));
    AudienceForwarder forwarder = tracking(braze);
    MembershipSnapshot empty = large(0);
    int overhead = forwarder.plan(List.of(empty)).bodies().get(0).length;
    int bytes = PayloadLimits.MAX_BODY_BYTES + excess - overhead;
    MembershipSnapshot large = large(bytes);
    MembershipSnapshot small = MembershipSnapshot.of(UserProfile.ofCustomerId("u"), List.of());

    ForwardReport report = forwarder.forward(List.of(large, small));

    assertThat(memberBytes).isEqualTo(47);
    assertThat(report.outcomes()).allMatch(Accepted.class::isInstance);
    assertThat(braze.bodies()).allMatch(it -> it.length() <= PayloadLimits.MAX_BODY_BYTES);
    boolean fits = excess <= -memberBytes;
    assertThat(braze.bodies().get(0))
        .hasSize(PayloadLimits.MAX_BODY_BYTES + excess + (fits ? 47 : 0));
    assertThat(TrackingBraze.group(braze.bodies().get(0)) != null).isEqualTo(fits);
    assertThat(TrackingBraze.group(braze.bodies().get(1))).isNotNull();
    braze.release();
    ProcessingStatus status = report.processing().await(MINUTE);
    if (fits) {
      assertThat(status).isInstanceOf(ProcessingStatus.Completed.class);
    } else {
      assertThat(status)
          .isInstanceOfSatisfying(
              ProcessingStatus.Unavailable.class,
              unavailable -> assertThat(unavailable.why()).contains("too large"));
    }
    forwarder.close();
  }

  /** The refused requests belong to the group, but Braze does not count them. */
  @Test
  void forward_limitIsLearnedWithLargeObjects_everyRequestFitsAndTheProcessingCompletes() {
    ScriptedResponse tooLong =
        ScriptedResponse.of(400, "{\"message\":\"Max Input Length Exceeded\"}");
    TrackingBraze braze =
        braze(
            (request, objects) -> objects.size() > 5 ? tooLong : ScriptedResponse.of(201, SUCCESS));
    AudienceForwarder forwarder = tracking(braze);
    List<MembershipSnapshot> users = snapshots(0, 500);
    for (int i = 0; i < 6; i++) {
      UserProfile user =
          UserProfile.builder().customerId("large-" + i).email("e".repeat(1_999_900)).build();
      users.add(80 * i, MembershipSnapshot.of(user, Audience.of(1, "One")));
    }

    ForwardReport report = forwarder.forward(users);

    assertThat(report.accepted()).isEqualTo(506);
    assertThat(braze.groups()).hasSize(1).doesNotContainNull();
    assertThat(braze.bodies())
        .allMatch(body -> body.length() <= PayloadLimits.MAX_BODY_BYTES)
        .anyMatch(body -> body.length() > PayloadLimits.MAX_BODY_BYTES / 2);
    assertThat(report.processing().await(MINUTE)).isInstanceOf(ProcessingStatus.InProgress.class);
    braze.release();
    assertThat(report.processing().await(MINUTE)).isInstanceOf(ProcessingStatus.Completed.class);
    forwarder.close();
  }

  private static MembershipSnapshot large(int emailBytes) {
    return MembershipSnapshot.of(
        UserProfile.builder().customerId("large").email("e".repeat(emailBytes + 1)).build(),
        List.of());
  }
}
