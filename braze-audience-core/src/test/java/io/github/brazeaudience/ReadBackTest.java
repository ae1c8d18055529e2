package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.ReadBackSimulation.entered;
import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ReadBackSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests changes of unknown users, whose profiles are read back first. */
class ReadBackTest extends ReadBackFixture {
  @Test
  void forward_changeOfAnUnknownUser_isAppliedToTheProfile() {
    ReadBackSimulation simulation = healthy();
    simulation.braze.set("u", "SegmentMembership", "'11036','11034'");

    ForwardReport report =
        simulation.forwarder.forward(List.of(change("u", List.of(7L), List.of(11036L))));

    assertThat(report.outcomes().get(0)).isInstanceOf(Accepted.class);
    assertThat(report.outcomes().get(0).attempts()).isEqualTo(1);
    assertThat(simulation.single("u")).isEqualTo("'11034','7'");
    assertThat(report.requests()).isEqualTo(2);
    assertThat(report.dataPoints()).isEqualTo(1);
    assertThat(simulation.events)
        .containsExactly(
            "start EXPORT_USERS 1", "end EXPORT_USERS", "start TRACK_USERS 1", "end TRACK_USERS");
  }

  @Test
  void forward_changeAlreadyInTheProfile_isUnchanged() {
    ReadBackSimulation simulation = healthy();
    simulation.braze.set("u", "SegmentMembership", "'7'");

    ForwardReport report = simulation.forwarder.forward(List.of(entered("u")));

    assertThat(report.outcomes().get(0)).isInstanceOf(Unchanged.class);
    assertThat(simulation.braze.requests()).isZero();
    assertThat(report.requests()).isEqualTo(1);
  }

  @Test
  void forward_userUnknownToBraze_isInNoAudience() {
    ReadBackSimulation simulation = healthy();

    ForwardReport report =
        simulation.forwarder.forward(
            List.of(entered("new"), change("newer", List.of(), List.of(9L))));

    assertThat(simulation.single("new")).isEqualTo("'7'");
    assertThat(report.outcomes().get(1)).isInstanceOf(Unchanged.class);
    assertThat(simulation.braze.profile("newer")).isNull();
  }

  @Test
  void forward_profileWithoutTheAttribute_isInNoAudience() {
    ReadBackSimulation simulation = healthy();
    simulation.braze.set("u", "Plan", "gold");

    simulation.forwarder.forward(List.of(entered("u")));

    assertThat(simulation.single("u")).isEqualTo("'7'");
    assertThat(simulation.braze.attribute("u", "Plan")).isEqualTo("gold");
  }

  @Test
  void forward_profileWithTextOfAnotherWriter_isRejectedAndNotChanged() {
    ReadBackSimulation simulation = healthy();
    simulation.braze.set("u", "SegmentMembership", "11036, 11034");

    ForwardReport report = simulation.forwarder.forward(List.of(entered("u")));

    UserOutcome outcome = report.outcomes().get(0);
    assertThat(outcome).isInstanceOf(Rejected.class);
    assertThat(outcome.reason()).contains(Reason.NEEDS_FULL_MEMBERSHIP);
    assertThat(outcome.message())
        .contains("\"SegmentMembership\"", "form", "snapshot")
        .doesNotContain("11036");
    assertThat(simulation.single("u")).isEqualTo("11036, 11034");
    assertThat(simulation.transport.exports()).hasSize(1);
  }

  @Test
  void forward_userReadBackBefore_isNotReadBackAgain() {
    ReadBackSimulation simulation = healthy();
    simulation.braze.set("u", "SegmentMembership", "'1'");
    simulation.forwarder.forward(List.of(entered("u")));

    simulation.forwarder.forward(List.of(change("u", List.of(8L), List.of())));

    assertThat(simulation.single("u")).isEqualTo("'1','7','8'");
    assertThat(simulation.transport.exports()).hasSize(1);
  }

  @Test
  void forward_snapshots_areNotReadBack() {
    ReadBackSimulation simulation = healthy();

    simulation.forwarder.forward(Simulation.users(3));

    assertThat(simulation.transport.exports()).isEmpty();
    assertThat(simulation.braze.requests()).isEqualTo(1);
  }

  @Test
  void forward_changeBeforeASnapshotOfOneUser_isMergedInOrder() {
    ReadBackSimulation simulation = healthy();
    simulation.braze.set("u", "SegmentMembership", "'1'");
    AudienceUpdate snapshot =
        MembershipSnapshot.of(UserProfile.ofCustomerId("u"), Audience.of(2), Audience.of(1));

    ForwardReport report =
        simulation.forwarder.forward(
            List.of(entered("u"), snapshot, change("u", List.of(3L), List.of())));

    assertThat(report.accepted()).isEqualTo(3);
    assertThat(simulation.single("u")).isEqualTo("'1','2','3'");
    assertThat(report.requests()).isEqualTo(2);
  }

  @Test
  void forward_pendingUser_isNotReadBack() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> null,
            (request, objects) ->
                request == 0 ? ScriptedResponse.of(201, "") : ScriptedResponse.of(201, SUCCESS),
            builder -> builder.retryPolicy(RetryPolicy.defaults().withMaxAttempts(1)));
    AudienceUpdate snapshot = MembershipSnapshot.of(UserProfile.ofCustomerId("u"), Audience.of(1));
    assertThat(simulation.forwarder.forward(List.of(snapshot)).unconfirmed()).isEqualTo(1);

    ForwardReport report = simulation.forwarder.forward(List.of(entered("u")));

    assertThat(report.outcomes().get(0).reason()).contains(Reason.NEEDS_FULL_MEMBERSHIP);
    assertThat(simulation.transport.exports()).isEmpty();
  }

  @Test
  void plan_unknownUser_reportsTheReadBackAndSendsNothing() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> null,
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder -> builder.storeExecutor(Runnable::run));

    ForwardPlan plan = simulation.forwarder.plan(List.of(entered("u")));

    assertThat(plan.requests()).isZero();
    assertThat(plan.outcomes().get(0).reason()).contains(Reason.NEEDS_FULL_MEMBERSHIP);
    assertThat(plan.outcomes().get(0).message()).contains("read back", "plan");
    assertThat(simulation.transport.exports()).isEmpty();
  }
}
