package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the outcomes of late updates on a virtual clock. */
class LateUpdateDeliveryTest {
  private static final Audience A = Audience.of(1, "A");
  private static final Audience B = Audience.of(2, "B");
  private static final UserProfile USER = UserProfile.ofCustomerId("u");

  private final InMemoryMembershipStore store = InMemoryMembershipStore.create();
  private final Deque<ScriptedResponse> responses = new ArrayDeque<>();
  private Simulation simulation = simulation(SendSegmentsAs.SINGLE_ATTRIBUTE);

  private Simulation simulation(SendSegmentsAs mode) {
    Simulation[] made = new Simulation[1];
    made[0] =
        new Simulation(
            7,
            config("test-key", mode),
            (request, objects) ->
                responses.isEmpty()
                    ? ScriptedResponse.of(201, SimulatedBraze.SUCCESS)
                    : responses.remove(),
            builder ->
                builder
                    .membership(store, MembershipPolicy.defaults().withNamespace("w"))
                    .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
                    .storeExecutor(task -> made[0].time.schedule(task, Duration.ofMillis(1))));
    return made[0];
  }

  private static BrazeAudienceConfig config(String key, SendSegmentsAs mode) {
    return BrazeAudienceConfig.builder().restApiKey(key).sendSegmentsAs(mode).build();
  }

  private static AudienceUpdate in(int time, Audience... all) {
    return MembershipSnapshot.of(USER, all).at(Instant.EPOCH.plusSeconds(time));
  }

  private static AudienceUpdate entered(int time, Audience audience) {
    return MembershipChange.of(USER, List.of(audience), List.of())
        .at(Instant.EPOCH.plusSeconds(time));
  }

  private ForwardReport forward(AudienceUpdate... updates) {
    return simulation.forwarder.forward(List.of(updates));
  }

  private Object membership() {
    return simulation.braze.attribute("u", "SegmentMembership");
  }

  @Test
  void forward_olderUpdate_isUnchangedAsSupersededAndSendsNothing() {
    forward(in(2, A));
    ForwardReport report = forward(in(1, B));

    UserOutcome outcome = report.outcomes().get(0);
    assertThat(outcome).isInstanceOf(Unchanged.class);
    assertThat(outcome.reason()).contains(Reason.SUPERSEDED);
    assertThat(outcome.message()).contains("later timestamps");
    assertThat(report.requests()).isZero();
    assertThat(report.complete()).isTrue();
    assertThat(membership()).isEqualTo("'1'");
  }

  /** The superseded update changes nothing but claims the name. */
  @Test
  void forward_supersededClaimOfASharedName_endsTheOlderClaimOfAnotherAudience() {
    simulation = simulation(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    forward(MembershipChange.of(USER, List.of(), List.of(A)).at(Instant.EPOCH.plusSeconds(3)));
    UserOutcome claim = forward(entered(2, A)).outcomes().get(0);
    UserOutcome older = forward(entered(1, Audience.of(2, "A"))).outcomes().get(0);

    assertThat(claim.reason()).contains(Reason.SUPERSEDED);
    assertThat(older).isInstanceOf(Unchanged.class);
    assertThat(simulation.braze.attribute("u", "In A")).isEqualTo(false);
  }

  @Test
  void forward_olderUpdateBesideAnother_isSupersededAlone() {
    forward(in(2, A));
    ForwardReport report = forward(in(1), entered(3, B));

    assertThat(report.outcomes().get(0).reason()).contains(Reason.SUPERSEDED);
    assertThat(report.outcomes().get(1)).isInstanceOf(Accepted.class);
    assertThat(membership()).isEqualTo("'1','2'");
  }

  @Test
  void forward_olderUpdateAfterAnUnconfirmedOne_isWrittenUntilThatIsAccepted() {
    responses.add(ScriptedResponse.failure(Delivery.UNKNOWN));
    AudienceUpdate newer = in(2, A);
    assertThat(forward(newer).outcomes().get(0)).isInstanceOf(Unconfirmed.class);

    assertThat(forward(in(1, B)).outcomes().get(0)).isInstanceOf(Accepted.class);
    assertThat(membership()).isEqualTo("'2'");
    assertThat(forward(newer).outcomes().get(0)).isInstanceOf(Accepted.class);
    assertThat(membership()).isEqualTo("'1'");
    assertThat(forward(in(1, B)).outcomes().get(0).reason()).contains(Reason.SUPERSEDED);
  }

  @Test
  void plan_olderUpdate_hasTheSameOutcome() {
    forward(in(2, A));
    ForwardPlan plan;
    try (AudienceForwarder planning =
        AudienceForwarder.builder(
                config("other-key", SendSegmentsAs.SINGLE_ATTRIBUTE), simulation.braze)
            .membership(store, MembershipPolicy.defaults().withNamespace("w"))
            .timeSource(simulation.time)
            .scheduler(simulation.time)
            .callerWait(simulation.time)
            .storeExecutor(Runnable::run)
            .build()) {
      plan = planning.plan(List.of(in(1, B)));
    }

    assertThat(plan.bodies()).isEmpty();
    assertThat(plan.outcomes().get(0).reason()).contains(Reason.SUPERSEDED);
  }
}
