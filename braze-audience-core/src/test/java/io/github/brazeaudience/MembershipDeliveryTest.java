package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what a forwarder with a membership store sends. */
class MembershipDeliveryTest extends MembershipDeliveryFixture {
  private final List<Boolean> pendingAtStart = stored.pendingAtStart;

  @Test
  void forward_sameUpdateAgain_isUnchangedAndSendsNothing() {
    assertThat(forward(in("u", A))).isInstanceOf(Accepted.class);
    ForwardReport again = forwarder.forward(List.of(in("u", A)));

    assertThat(again.outcomes().get(0)).isInstanceOf(Unchanged.class);
    assertThat(again.unchanged()).isEqualTo(1);
    assertThat(again.complete()).isTrue();
    assertThat(again.requests()).isZero();
    assertThat(again.dataPoints()).isZero();
  }

  @Test
  void forward_changeInStringMode_writesTheFullSet() {
    forward(in("u", A));
    assertThat(forward(entered("u", B))).isInstanceOf(Accepted.class);

    assertThat(simulation.braze.attribute("u", "SegmentMembership")).isEqualTo("'1','2'");
  }

  @Test
  void forward_changeOfAnUnknownUser_isRejected() {
    UserOutcome outcome = forward(entered("u", A));

    assertThat(outcome).isInstanceOf(Rejected.class);
    assertThat(outcome.reason()).contains(Reason.NEEDS_FULL_MEMBERSHIP);
    assertThat(outcome.message()).contains("store");
  }

  @Test
  void forward_changeAndSnapshotOfAnUnknownUser_rejectsOnlyTheChange() {
    ForwardReport report = forwarder.forward(List.of(entered("u", A), in("u", B), entered("u", A)));

    assertThat(report.outcomes().stream().map(Object::getClass).toList())
        .isEqualTo(List.of(Rejected.class, Accepted.class, Accepted.class));
    assertThat(simulation.braze.attribute("u", "SegmentMembership")).isEqualTo("'2','1'");
  }

  @Test
  void forward_everyRequest_startsAfterItsUsersAreMarkedPending() {
    forwarder.forward(snapshots(200, 200));

    assertThat(pendingAtStart).hasSize(3).containsOnly(true);
    assertThat(snapshots(200, 200))
        .allSatisfy(update -> assertThat(stored.isPending(userOf(update))).isFalse());
  }

  private static String userOf(AudienceUpdate update) {
    return ((MembershipSnapshot) update).user().identity(IdentityType.CUSTOMER_ID).orElseThrow();
  }

  @Test
  void forward_someUsersChanged_sendsFullRequestsOfOnlyThose() {
    forwarder.forward(snapshots(1_000, 1_000));
    ForwardReport report = forwarder.forward(snapshots(1_000, 900));

    assertThat(report.accepted()).isEqualTo(100);
    assertThat(report.unchanged()).isEqualTo(900);
    assertThat(report.requests()).isEqualTo(2);
    assertThat(report.dataPoints()).isEqualTo(100);
  }

  @Test
  void forwardAll_someUsersChanged_sendsFullRequestsOfOnlyThose() {
    forwarder.forwardAll(snapshots(3_000, 3_000).iterator(), outcome -> {});
    List<UserOutcome> outcomes = new ArrayList<>();
    ForwardSummary summary =
        forwarder.forwardAll(snapshots(3_000, 2_700).iterator(), outcomes::add);

    assertThat(outcomes.stream().map(UserOutcome::index).distinct()).hasSize(3_000);
    assertThat(summary.accepted()).isEqualTo(300);
    assertThat(summary.unchanged()).isEqualTo(2_700);
    assertThat(summary.requests()).isEqualTo(4);
  }

  @Test
  void forward_changeThatMakesTheSetTooLong_isRejectedAndNotStored() {
    Audience[] many =
        LongStream.range(10_000, 10_031).mapToObj(Audience::of).toArray(Audience[]::new);
    forward(in("u", many));
    MembershipRecord before = store.read("w", Set.of("u")).get("u");
    UserOutcome outcome = forward(entered("u", Audience.of(20_000), Audience.of(20_001)));

    assertThat(outcome.reason()).contains(Reason.VALUE_TOO_LONG);
    assertThat(store.read("w", Set.of("u"))).containsEntry("u", before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void forward_userWithABrazeIdOrAlias_isWrittenEveryTimeAndNotStored(boolean brazeId) {
    UserProfile.Builder builder =
        UserProfile.builder().device(DeviceIdentityType.IDFA, "8C1F0E2A-6F2B");
    UserProfile device = builder.brazeId(brazeId ? "b-1" : "").build();
    AudienceUpdate update = MembershipSnapshot.of(device, A);

    assertThat(forward(update)).isInstanceOf(Accepted.class);
    assertThat(forward(update)).isInstanceOf(Accepted.class);
    assertThat(store.page("w", null, 10)).isEmpty();
    assertThat(forward(MembershipChange.of(device, List.of(B), List.of())).reason())
        .contains(Reason.NEEDS_FULL_MEMBERSHIP);
  }

  @Test
  void plan_knownUsers_returnsTheRemainingWritesAndChangesNothing() {
    forward(in("u", A));
    ForwardPlan plan =
        stored.forwarderHere(simulation).plan(List.of(in("u", A), in("v", A), entered("w", A)));

    assertThat(plan.outcomes().stream().map(Object::getClass).toList())
        .isEqualTo(List.of(Unchanged.class, Rejected.class));
    assertThat(plan.bodies().stream().map(body -> new String(body, StandardCharsets.UTF_8)))
        .containsExactly(
            "{\"attributes\":[{\"external_id\":\"v\",\"SegmentMembership\":\"'1'\"}]}");
    assertThat(store.page("w", null, 10)).hasSize(1);
  }

  @Test
  void build_twoForwardersForOneAttributeOnOneStore_throws() {
    AudienceForwarderBuilder second =
        AudienceForwarder.builder(
                BrazeAudienceConfig.builder().restApiKey("test-key").build(), simulation.braze)
            .membership(store)
            .rateLimiter(RateLimiter.off());

    assertThatIllegalStateException().isThrownBy(second::build).withMessageContaining("overwrite");
    forwarder.close();
    second.build().close();
  }

  @Test
  void submit_toAQueue_writesOnlyChanges() {
    try (AudienceQueue queue = forwarder.queue().linger(Duration.ofMillis(10)).build()) {
      var first = queue.submit(in("u", A)).toCompletableFuture();
      simulation.time.advance(Duration.ofSeconds(3));
      var second = queue.submit(in("u", A)).toCompletableFuture();
      simulation.time.advance(Duration.ofSeconds(3));

      assertThat(first.join()).isInstanceOf(Accepted.class);
      assertThat(second.join()).isInstanceOf(Unchanged.class);
      assertThat(simulation.braze.requests()).isEqualTo(1);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void namespace_default_isDerivedFromEndpointAndKey() {
    AudienceForwarder other =
        AudienceForwarder.builder(
                BrazeAudienceConfig.builder().restApiKey("third-key").build(), simulation.braze)
            .membership(store)
            .timeSource(simulation.time)
            .scheduler(simulation.time)
            .callerWait(simulation.time)
            .storeExecutor(Runnable::run)
            .build();
    other.forward(List.of(in("u", A)));

    assertThat(store.namespaces)
        .last()
        .asString()
        .startsWith("rest.iad-03.braze.com/")
        .doesNotContain("third-key");
    assertThat(Map.copyOf(store.read("w", Set.of("u")))).isEmpty();
  }
}
