package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Unchanged;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests which of the merged updates of a user are rejected. */
class MergedUpdateRejectionTest extends UpdateMergerFixture {
  @Test
  void add_invalidUpdate_isRejectedAndIgnored() {
    assertThat(
            objects(
                config(SINGLE),
                snapshot(A),
                MembershipSnapshot.of(USER, many(33)),
                UnreadableUpdate.malformed("broken"),
                change(List.of(B), List.of(B)),
                change(List.of(B), List.of())))
        .containsExactly("{\"external_id\":\"u-1\",\"SegmentMembership\":\"'1','2'\"}");
    assertThat(reasons())
        .containsExactly("1 VALUE_TOO_LONG", "2 MALFORMED_INPUT", "3 INVALID_AUDIENCE");
  }

  @Test
  void drain_mergedObjectOverALimit_rejectsAllMergedUpdates() {
    assertThat(
            objects(
                config(SINGLE),
                MembershipSnapshot.of(USER, many(32)),
                snapshot(Audience.of(-1)),
                change(List.of(A), List.of())))
        .isEmpty();
    assertThat(reasons())
        .containsExactlyInAnyOrder("0 VALUE_TOO_LONG", "1 INVALID_AUDIENCE", "2 VALUE_TOO_LONG");
  }

  @Test
  void drain_mergedArrayOverItsLimit_rejectsAllMergedUpdates() {
    BrazeAudienceConfig config = config(SendSegmentsAs.ARRAY_ATTRIBUTE);

    assertThat(objects(config, change(many(500), List.of()), change(List.of(A), List.of())))
        .isEmpty();
    assertThat(reasons()).containsExactlyInAnyOrder("0 TOO_MANY_ELEMENTS", "1 TOO_MANY_ELEMENTS");
  }

  @Test
  void drain_laterUpdateIsWithinTheLimitAgain_isWritten() {
    List<Audience> full = many(32);

    assertThat(
            objects(
                config(SINGLE),
                MembershipSnapshot.of(USER, full),
                change(List.of(A), List.of()),
                change(List.of(), full.subList(0, 1))))
        .hasSize(1);
    assertThat(unsent).isEmpty();
  }

  @Test
  void drain_changeWithoutFullSet_isRejected() {
    assertThat(objects(config(SINGLE), change(List.of(A), List.of()))).isEmpty();
    assertThat(reasons()).containsExactly("0 NEEDS_FULL_MEMBERSHIP");
    assertThat(unsent.get(0).message()).asString().contains("forward a snapshot");
  }

  @Test
  void drain_changeBeforeTheSnapshot_isRejectedAndLaterChangesAreApplied() {
    assertThat(
            objects(
                config(SINGLE),
                change(List.of(A), List.of()),
                snapshot(B),
                change(List.of(C), List.of())))
        .containsExactly("{\"external_id\":\"u-1\",\"SegmentMembership\":\"'2','3'\"}");
    assertThat(reasons()).containsExactly("0 NEEDS_FULL_MEMBERSHIP");
  }

  @Test
  void drain_laterChangeThatArrivedFirst_isAppliedToTheSnapshot() {
    assertThat(objects(config(SINGLE), at(20, change(List.of(A), List.of())), at(10, snapshot(B))))
        .containsExactly("{\"external_id\":\"u-1\",\"SegmentMembership\":\"'2','1'\"}");
    assertThat(unsent).isEmpty();
  }

  @Test
  void drain_changeAfterAnInvalidSnapshot_needsTheFullSet() {
    assertThat(
            objects(
                config(SINGLE),
                MembershipSnapshot.of(USER, many(33)),
                change(List.of(A), List.of())))
        .isEmpty();
    assertThat(reasons()).containsExactly("0 VALUE_TOO_LONG", "1 NEEDS_FULL_MEMBERSHIP");
  }

  @Test
  void drain_rejectedChange_hasNoEffect() {
    BrazeAudienceConfig config = config(ALL);
    UserProfile withEmail = UserProfile.builder().customerId("u-1").email("a@b").build();

    assertThat(objects(config, MembershipChange.of(withEmail, List.of(A), List.of()), snapshot(B)))
        .containsExactly(
            "{\"external_id\":\"u-1\",\"SegmentMembership\":\"'2'\",\"SegmentMembershipArray\":[\"2\"],\"In"
                + " B\":true}");
    assertThat(reasons()).containsExactly("0 NEEDS_FULL_MEMBERSHIP");
  }

  @ParameterizedTest
  @EnumSource
  void drain_change_isRejectedInModesWithTheStringAttributeOnly(SendSegmentsAs mode) {
    List<String> objects = objects(config(mode), change(List.of(A), List.of()));

    assertThat(objects).hasSize(mode.single() ? 0 : 1);
    assertThat(reasons()).isEqualTo(mode.single() ? List.of("0 NEEDS_FULL_MEMBERSHIP") : List.of());
  }

  @ParameterizedTest
  @EnumSource
  void drain_onlyTheIdentifier_isUnchanged(SendSegmentsAs mode) {
    assertThat(objects(config(mode), change(List.of(), List.of()), change(List.of(), List.of())))
        .isEmpty();
    assertThat(unsent).hasSize(2).hasOnlyElementsOfType(Unchanged.class);
  }

  @Test
  void drain_onlyTheEmailChanges_needsNoFullSet() {
    UserProfile withEmail = UserProfile.builder().customerId("u-1").email("a@b").build();

    assertThat(objects(config(SINGLE), MembershipChange.of(withEmail, List.of(), List.of())))
        .containsExactly("{\"external_id\":\"u-1\",\"email\":\"a@b\"}");
  }

  private static List<Audience> many(int count) {
    return LongStream.range(10_000, 10_000 + count)
        .mapToObj(id -> Audience.of(id, "N" + id))
        .toList();
  }
}
