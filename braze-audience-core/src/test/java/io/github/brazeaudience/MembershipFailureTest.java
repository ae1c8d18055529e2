package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardCall;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Tests the outcomes and records of a forwarder with a membership store when a write, the store or
 * the call fails.
 */
class MembershipFailureTest extends MembershipDeliveryFixture {
  private static final ScriptedResponse OK = StoreSimulation.OK;
  private static final ScriptedResponse UNKNOWN = ScriptedResponse.failure(Delivery.UNKNOWN);
  private static final ScriptedResponse REFUSED = ScriptedResponse.failure(Delivery.NOT_SENT);

  private static final ScriptedResponse NAMED =
      ScriptedResponse.of(
          201, "{\"message\":\"success\",\"errors\":[{\"type\":\"t\",\"index\":0}]}");

  private final Deque<ScriptedResponse> responses = stored.responses;

  @Test
  void forward_lostResponse_leavesTheUserPendingUntilALaterWriteIsAccepted() {
    forward(in("u", A));
    responses.add(UNKNOWN);
    assertThat(forward(entered("u", B))).isInstanceOf(Unconfirmed.class);
    assertThat(stored.isPending("u")).isTrue();

    assertThat(forward(in("u", A))).as("a pending user is written").isInstanceOf(Accepted.class);
    assertThat(stored.isPending("u")).isFalse();
  }

  @Test
  void forward_unattributedError_leavesTheUserPending() {
    forward(in("u", A));
    responses.add(ScriptedResponse.of(201, "{\"message\":\"success\",\"errors\":[\"somebody\"]}"));

    assertThat(forward(in("u", B)).reason()).contains(Reason.UNATTRIBUTED_ERROR);
    assertThat(stored.isPending("u")).isTrue();
  }

  @Test
  void forward_refusedAfterAnAttemptThatMayHaveArrived_leavesTheUserPending() {
    InMemoryMembershipStore own = InMemoryMembershipStore.create();
    Simulation patient =
        new Simulation(
            7,
            (request, objects) -> responses.isEmpty() ? OK : responses.remove(),
            builder ->
                builder
                    .membership(own, MembershipPolicy.defaults().withNamespace("v"))
                    .storeExecutor(Runnable::run));
    responses.add(UNKNOWN);
    responses.add(NAMED);

    assertThat(patient.forwarder.forward(List.of(in("u", A))).rejected()).isEqualTo(1);
    assertThat(own.read("v", Set.of("u")).get("u").isPending()).isTrue();
  }

  @Test
  void forward_notSentOrRefused_restoresTheRecord() {
    forward(in("u", A));
    MembershipRecord before = store.read("w", Set.of("u")).get("u");

    responses.add(REFUSED);
    assertThat(forward(in("u", B))).isInstanceOf(NotSent.class);
    assertThat(store.read("w", Set.of("u"))).containsEntry("u", before);
    responses.add(NAMED);
    assertThat(forward(in("u", B))).isInstanceOf(Rejected.class);
    assertThat(store.read("w", Set.of("u"))).containsEntry("u", before);
    responses.add(NAMED);
    forward(in("new", B));
    assertThat(store.read("w", Set.of("new"))).isEmpty();
  }

  @Test
  void forward_storeReadFails_sendsNothing() {
    store.failReads = true;
    UserOutcome outcome = forward(in("u", A));

    assertThat(outcome).isInstanceOf(NotSent.class);
    assertThat(outcome.reason()).contains(Reason.STORE_UNAVAILABLE);
    assertThat(outcome.message()).contains("store");
    assertThat(simulation.braze.requests()).isZero();

    store.failReads = false;
    assertThat(forward(in("u", A))).as("after the store recovered").isInstanceOf(Accepted.class);
  }

  @Test
  void forward_storeMarkFails_sendsNothing() {
    store.failUpdates = true;
    ForwardReport report = forwarder.forward(snapshots(200, 200));

    assertThat(report.notSent()).isEqualTo(200);
    assertThat(report.outcomes().get(0).reason()).contains(Reason.STORE_UNAVAILABLE);
    assertThat(simulation.braze.requests()).isZero();
  }

  @Test
  void forward_storeSettleFails_keepsTheOutcomeAndThePendingMark() {
    store.failUpdatesAfter = 1;
    assertThat(forward(in("u", A))).isInstanceOf(Accepted.class);
    assertThat(stored.isPending("u")).isTrue();
  }

  @Test
  void cancel_duringAStoreRead_givesEachUpdateAnOutcome() {
    ForwardCall call = forwarder.forwardAsync(snapshots(200, 200));
    call.cancel();
    while (simulation.time.runNext()) {
      assertThat(simulation.braze.requests()).isZero();
    }

    ForwardReport report = call.report().toCompletableFuture().join();
    assertThat(report.notSent()).isEqualTo(200);
    assertThat(store.page("w", null, 10)).isEmpty();
  }

  @Test
  void close_whileUsersAreMarked_removesTheMarks() {
    ForwardCall call = forwarder.forwardAsync(snapshots(75, 75));
    while (store.page("w", null, 1).isEmpty()) {
      simulation.time.runNext();
    }
    call.cancel();
    while (simulation.time.runNext()) {}

    ForwardReport report = call.report().toCompletableFuture().join();
    assertThat(report.outcomes()).hasSize(75);
    assertThat(report.notSent() + report.unconfirmed()).isEqualTo(75);
    assertThat(store.page("w", null, 100)).hasSize((int) report.unconfirmed());
  }
}
