package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NameConflict;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.RenamingPlan;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.FailingStore;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the operations on all stored users: retirement, renaming and forgetting. */
class StoreOperationsTest {
  private static final ScriptedResponse NAMED =
      ScriptedResponse.of(
          201, "{\"message\":\"success\",\"errors\":[{\"type\":\"t\",\"index\":0}]}");
  private static final Audience A = Audience.of(1, "A");
  private static final Audience B = Audience.of(2, "B");

  private final StoreSimulation stored = new StoreSimulation();
  private final FailingStore store = stored.store;
  private final Simulation simulation = stored.simulation(SendSegmentsAs.SINGLE_ATTRIBUTE);
  private final AudienceForwarder forwarder = simulation.forwarder;

  private static UserProfile user(String id) {
    return UserProfile.ofCustomerId(id);
  }

  private static AudienceUpdate in(String user, Audience... all) {
    return MembershipSnapshot.of(user(user), all);
  }

  private static AudienceUpdate entered(String user, Audience... all) {
    return MembershipChange.of(user(user), List.of(all), List.of());
  }

  private UserOutcome forward(AudienceUpdate update) {
    return forwarder.forward(List.of(update)).outcomes().get(0);
  }

  @Test
  void retire_audience_removesItFromItsMembersAndContinuesWhereItStopped() {
    forwarder.forward(List.of(in("u1", A, B), in("u2", B), in("u3", A)));
    AudienceForwarder here = stored.forwarderHere(simulation);

    assertThat(here.planRetirement(1).users()).isEqualTo(2);
    assertThat(here.planRetirement(1).requests()).isEqualTo(1);
    assertThat(here.planRetirement(1).dataPoints()).isEqualTo(2);
    stored.responses.add(NAMED);
    ForwardSummary first = here.retire(1, outcome -> {});
    assertThat(first.accepted()).isEqualTo(1);
    assertThat(first.rejected()).isEqualTo(1);
    assertThat(here.planRetirement(1).users()).as("the one that failed").isEqualTo(1);
    assertThat(here.retire(1, outcome -> {}).accepted()).isEqualTo(1);

    assertThat(here.planRetirement(1).users()).isZero();
    assertThat(simulation.braze.attribute("u1", "SegmentMembership")).isEqualTo("'2'");
    assertThat(simulation.braze.attribute("u3", "SegmentMembership")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void retire_audienceWrittenByAnotherMode_removesItAndFreesTheNameForItsNewOwner(
      SendSegmentsAs mode) {
    forwarder.close();
    Simulation all = stored.simulation(SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT);
    Audience newA = Audience.of(5, "A");
    all.forwarder.forward(List.of(in("gone", A, B), in("re-created", A, B)));
    all.forwarder.forward(List.of(in("re-created", newA, B), in("never", B)));
    AudienceForwarder here = forwarderSharingStore(all, mode);

    assertThat(here.planRetirement(1).users()).isEqualTo(1);
    assertThat(here.retire(1, outcome -> {}).accepted()).isEqualTo(1);

    assertThat(here.planRetirement(1).users()).isZero();
    assertThat(all.braze.attribute("gone", "In A")).isNull();
    assertThat(all.braze.attribute("gone", "SegmentMembership")).isEqualTo("'2'");
    assertThat(all.braze.attribute("gone", "SegmentMembershipArray")).isEqualTo(List.of("2"));
    assertThat(all.braze.attribute("re-created", "In A")).isEqualTo(true);
  }

  @Test
  void rename_toANameThatAnotherAudienceOwns_isRefusedAsAWhole() {
    Simulation flags = stored.simulation(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    flags.forwarder.forward(List.of(in("u1", A), in("u2", A), in("u3", B)));
    AudienceForwarder here = forwarderSharingStore(flags, SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    Audience conflicting = Audience.of(1, "B ");
    List<UserOutcome> outcomes = new ArrayList<>();

    RenamingPlan plan = here.planRenaming(conflicting);
    ForwardSummary summary = here.rename(conflicting, outcomes::add);

    assertThat(plan.conflict()).contains(new NameConflict(1, 2, "In B"));
    assertThat(plan.users()).isEqualTo(2);
    assertThat(plan.requests()).isZero();
    assertThat(summary.updates()).isEqualTo(2);
    assertThat(summary.rejected()).isEqualTo(2);
    assertThat(summary.requests()).isZero();
    assertThat(outcomes)
        .allSatisfy(
            outcome -> {
              assertThat(outcome.reason()).contains(Reason.NAME_CONFLICT);
              assertThat(outcome.message())
                  .contains("audience 1", "\"In B\"", "audience 2", "to a free name first");
            })
        .extracting(UserOutcome::index)
        .containsExactly(0L, 1L);
    assertThat(flags.braze.attribute("u1", "In A")).isEqualTo(true);
    assertThat(flags.braze.attribute("u1", "In B")).isNull();
  }

  @Test
  void rename_throughAFreeName_swapsTwoNames() {
    Simulation flags = stored.simulation(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    flags.forwarder.forward(
        List.of(in("both", A, B), in("first", A), in("second", B), entered("second", A)));
    flags.forwarder.forward(List.of(in("second", B)));
    AudienceForwarder here = forwarderSharingStore(flags, SendSegmentsAs.SINGLE_ATTRIBUTE);

    for (Audience step :
        List.of(Audience.of(1, "Free"), Audience.of(2, "A"), Audience.of(1, "B"))) {
      assertThat(here.planRenaming(step).conflict()).isEmpty();
      assertThat(here.planRenaming(step).users()).isPositive();
      assertThat(here.rename(step, outcome -> {}).complete()).isTrue();
    }

    assertThat(flags.braze.attribute("both", "In A")).isEqualTo(true);
    assertThat(flags.braze.attribute("both", "In B")).isEqualTo(true);
    assertThat(flags.braze.attribute("first", "In A")).isNull();
    assertThat(flags.braze.attribute("first", "In B")).isEqualTo(true);
    assertThat(flags.braze.attribute("second", "In A")).isEqualTo(true);
    assertThat(flags.braze.attribute("second", "In B")).isEqualTo(false);
    assertThat(flags.braze.attribute("both", "In Free")).isNull();
  }

  @Test
  void rename_afterTheOtherAudienceIsRetired_succeeds() {
    Simulation flags = stored.simulation(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    flags.forwarder.forward(List.of(in("u1", A, B)));
    AudienceForwarder here = forwarderSharingStore(flags, SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);

    assertThat(here.rename(Audience.of(1, "B"), outcome -> {}).complete()).isFalse();
    assertThat(here.retire(2, outcome -> {}).complete()).isTrue();
    assertThat(here.rename(Audience.of(1, "B"), outcome -> {}).complete()).isTrue();
    assertThat(flags.braze.attribute("u1", "In B")).isEqualTo(true);
    assertThat(flags.braze.attribute("u1", "In A")).isNull();
  }

  private AudienceForwarder forwarderSharingStore(Simulation first, SendSegmentsAs mode) {
    return AudienceForwarder.builder(
            BrazeAudienceConfig.builder().restApiKey("other-key").sendSegmentsAs(mode).build(),
            first.braze)
        .membership(store, MembershipPolicy.defaults().withNamespace("w"))
        .timeSource(first.time)
        .scheduler(first.time)
        .callerWait(first.time)
        .storeExecutor(Runnable::run)
        .build();
  }

  @Test
  void rename_audience_movesTheAttributeOfItsMembers() {
    Simulation flags = stored.simulation(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    AudienceForwarder here = forwarderSharingStore(flags, SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    flags.forwarder.forward(List.of(in("u1", A, B), in("u2", B)));
    ForwardSummary renamed = here.rename(Audience.of(1, "A2"), outcome -> {});

    assertThat(renamed.updates()).isEqualTo(1);
    assertThat(renamed.accepted()).isEqualTo(1);
    assertThat(flags.braze.attribute("u1", "In A")).isNull();
    assertThat(flags.braze.attribute("u1", "In A2")).isEqualTo(true);
    assertThat(here.rename(Audience.of(1, "A2"), outcome -> {}).updates()).isZero();
  }

  @Test
  void forget_user_writesTheNextUpdateInFull() {
    forward(in("u", A));
    stored.forwarderHere(simulation).forget(user("u"));

    assertThat(store.page("w", null, 10)).isEmpty();
    assertThat(forward(in("u", A))).isInstanceOf(Accepted.class);
  }

  @Test
  void forget_userWithADamagedRecord_removesTheRecord() {
    store.update("w", Map.of("u", new Damage()));
    assertThat(forward(in("u", A)).message()).contains("the membership store failed");

    stored.forwarderHere(simulation).forget(user("u"));

    assertThat(forward(in("u", A))).isInstanceOf(Accepted.class);
  }

  /** Overwrites the record with invalid bytes. */
  private static final class Damage implements RecordChange {
    @Override
    public @Nullable MembershipRecord apply(@Nullable MembershipRecord present) {
      throw new UnsupportedOperationException("the store keeps bytes");
    }

    @Override
    public byte[] applyToBytes(byte @Nullable [] present) {
      return new byte[] {1};
    }
  }

  @Test
  void retire_withoutAStore_throws() {
    Simulation plain =
        new Simulation(7, (request, objects) -> StoreSimulation.OK, builder -> builder);

    assertThatIllegalStateException()
        .isThrownBy(() -> plain.forwarder.retire(1, outcome -> {}))
        .withMessageContaining("membership store");
    assertThatIllegalStateException()
        .isThrownBy(() -> plain.forwarder.forget(user("u")))
        .withMessageContaining("membership store");
  }
}
