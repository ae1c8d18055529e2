package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests each rule for merging the updates of one user. */
class UpdateMergerTest {
  private static final UserProfile USER = UserProfile.ofCustomerId("u-1");
  private static final Audience A = Audience.of(1, "A");
  private static final Audience B = Audience.of(2, "B");
  private static final Audience C = Audience.of(3, "C");
  private static final SendSegmentsAs SINGLE = SendSegmentsAs.SINGLE_ATTRIBUTE;
  private static final SendSegmentsAs ALL = SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT;

  private final List<UserOutcome> unsent = new ArrayList<>();

  @Test
  void drain_snapshots_laterOneWinsPerAttribute() {
    assertThat(objects(config(ALL), snapshot(A, B), snapshot(C)))
        .containsExactly(
            "{\"external_id\":\"u-1\",\"SegmentMembership\":\"'3'\",\"SegmentMembershipArray\":[\"3\"],\"In"
                + " A\":true,\"In B\":true,\"In C\":true}");
    assertThat(unsent).isEmpty();
  }

  @Test
  void drain_changeAfterSnapshot_isAppliedToItsSet() {
    assertThat(objects(config(ALL), snapshot(A, B), change(List.of(C), List.of(A))))
        .containsExactly(
            "{\"external_id\":\"u-1\",\"SegmentMembership\":\"'2','3'\",\"SegmentMembershipArray\":[\"2\",\"3\"],\"In"
                + " A\":false,\"In B\":true,\"In C\":true}");
  }

  @Test
  void drain_enteredAudienceAlreadyKnown_keepsItsPosition() {
    assertThat(objects(config(SINGLE), snapshot(A, B), change(List.of(C, A), List.of())))
        .containsExactly("{\"external_id\":\"u-1\",\"SegmentMembership\":\"'1','2','3'\"}");
  }

  @Test
  void drain_changes_areCombined() {
    assertThat(
            objects(
                config(SendSegmentsAs.ARRAY_AND_PER_SEGMENT),
                change(List.of(A, B), List.of()),
                change(List.of(), List.of(A, C)),
                change(List.of(C), List.of())))
        .containsExactly(
            "{\"external_id\":\"u-1\",\"SegmentMembershipArray\":{\"add\":[\"2\",\"3\"],\"remove\":[\"1\"]},\"In"
                + " A\":false,\"In B\":true,\"In C\":true}");
  }

  @Test
  void drain_snapshotAfterChange_isAFullSet() {
    assertThat(
            objects(
                config(SendSegmentsAs.ARRAY_ATTRIBUTE), change(List.of(A), List.of()), snapshot(B)))
        .containsExactly("{\"external_id\":\"u-1\",\"SegmentMembershipArray\":[\"2\"]}");
  }

  @Test
  void drain_emailAndTokens_lastValueWinsAndAbsentChangesNothing() {
    BrazeAudienceConfig config = config(SINGLE).toBuilder().apiKey("app").build();
    UserProfile first =
        UserProfile.builder()
            .customerId("u-1")
            .email("old@b")
            .pushToken(PushToken.of(PushPlatform.IOS, "aa"))
            .pushToken(PushToken.of(PushPlatform.ANDROID, "g-1"))
            .build();
    UserProfile second =
        UserProfile.builder()
            .customerId("u-1")
            .email("new@b")
            .pushToken(PushToken.of(PushPlatform.ANDROID, "g-2"))
            .build();

    assertThat(
            objects(
                config,
                MembershipSnapshot.of(first, A),
                MembershipSnapshot.of(second, A),
                snapshot(A)))
        .containsExactly(
            "{\"external_id\":\"u-1\",\"email\":\"new@b\",\"push_tokens\":[{\"app_id\":\"app\",\"token\":\"aa\"},"
                + "{\"app_id\":\"app\",\"token\":\"g-2\"}],\"SegmentMembership\":\"'1'\"}");
  }

  @Test
  void drain_everyUpdateHasATimestamp_usesTheirOrder() {
    assertThat(
            objects(config(SINGLE), at(30, snapshot(C)), at(10, snapshot(A)), at(20, snapshot(B))))
        .containsExactly("{\"external_id\":\"u-1\",\"SegmentMembership\":\"'3'\"}");
  }

  @Test
  void drain_oneUpdateWithoutTimestamp_usesTheOrderOfArrival() {
    assertThat(objects(config(SINGLE), at(30, snapshot(C)), at(10, snapshot(A)), snapshot(B)))
        .containsExactly("{\"external_id\":\"u-1\",\"SegmentMembership\":\"'2'\"}");
    assertThat(objects(config(SINGLE), snapshot(B), at(30, snapshot(C)), at(10, snapshot(A))))
        .containsExactly("{\"external_id\":\"u-1\",\"SegmentMembership\":\"'1'\"}");
  }

  @Test
  void drain_equalTimestamps_usesTheOrderOfArrival() {
    assertThat(objects(config(SINGLE), at(10, snapshot(C)), at(10, snapshot(A))))
        .containsExactly("{\"external_id\":\"u-1\",\"SegmentMembership\":\"'1'\"}");
  }

  @Test
  void drain_invalidUpdateWithoutTimestamp_doesNotDecideTheOrder() {
    assertThat(
            objects(
                config(SINGLE), at(30, snapshot(C)), snapshot(Audience.of(0)), at(10, snapshot(A))))
        .containsExactly("{\"external_id\":\"u-1\",\"SegmentMembership\":\"'3'\"}");
    assertThat(reasons()).containsExactly("1 INVALID_AUDIENCE");
  }

  @Test
  void drain_severalUsers_areWrittenSeparatelyInOrderOfArrival() {
    UserProfile other = UserProfile.ofCustomerId("u-2");
    UserProfile device = UserProfile.builder().device(DeviceIdentityType.IDFA, "u-1").build();

    assertThat(
            objects(
                config(SINGLE),
                MembershipSnapshot.of(other, A),
                snapshot(A),
                MembershipSnapshot.of(device, A),
                MembershipSnapshot.of(other, B)))
        .containsExactly(
            "{\"external_id\":\"u-2\",\"SegmentMembership\":\"'2'\"}",
            "{\"external_id\":\"u-1\",\"SegmentMembership\":\"'1'\"}",
            "{\"user_alias\":{\"alias_name\":\"u-1\",\"alias_label\":\"idfa\"},\"_update_existing_only\":true,"
                + "\"SegmentMembership\":\"'1'\"}");
  }

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

  @Test
  void drain_twoNamesOfOneAudience_areTwoAttributes() {
    assertThat(
            objects(
                config(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT),
                snapshot(A),
                snapshot(Audience.of(1, "A renamed"))))
        .containsExactly("{\"external_id\":\"u-1\",\"In A\":true,\"In A renamed\":true}");
  }

  @Test
  void drain_twoAudiencesOfOneNameInTwoUpdates_laterOneWins() {
    assertThat(
            objects(
                config(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT),
                change(List.of(A), List.of()),
                change(List.of(), List.of(Audience.of(9, "A")))))
        .containsExactly("{\"external_id\":\"u-1\",\"In A\":false}");
  }

  @Test
  void drain_afterAMerge_mergesUpdatesAddedSince() {
    UpdateMerger window = new UpdateMerger(PayloadBuilder.of(config(SINGLE)), false, unsent::add);
    window.add(0, change(List.of(A), List.of()));
    window.add(1, snapshot(B));
    window.merge();
    window.add(2, change(List.of(C), List.of()));

    assertThat(window.users()).isEqualTo(1);
    assertThat(texts(config(SINGLE), window.drain()))
        .containsExactly("{\"external_id\":\"u-1\",\"SegmentMembership\":\"'2','3'\"}");
    assertThat(reasons()).containsExactly("0 NEEDS_FULL_MEMBERSHIP");
    assertThat(window.users()).isZero();
  }

  private List<String> objects(BrazeAudienceConfig config, AudienceUpdate... updates) {
    unsent.clear();
    UpdateMerger window = new UpdateMerger(PayloadBuilder.of(config), false, unsent::add);
    for (int i = 0; i < updates.length; i++) {
      window.add(i, updates[i]);
    }
    return texts(config, window.drain());
  }

  private List<String> texts(BrazeAudienceConfig config, List<UserWrite> writes) {
    PayloadEncoder encoder = PayloadBuilder.of(config).encoder();
    writes.forEach(write -> unsent.addAll(write.unsent()));
    return writes.stream()
        .map(write -> new String(encoder.encode(write.attributes()), StandardCharsets.UTF_8))
        .toList();
  }

  private List<String> reasons() {
    return unsent.stream()
        .map(outcome -> outcome.index() + " " + outcome.reason().orElseThrow())
        .toList();
  }

  private static BrazeAudienceConfig config(SendSegmentsAs mode) {
    return BrazeAudienceConfig.builder().restApiKey("secret-key").sendSegmentsAs(mode).build();
  }

  private static List<Audience> many(int count) {
    return LongStream.range(10_000, 10_000 + count)
        .mapToObj(id -> Audience.of(id, "N" + id))
        .toList();
  }

  private static MembershipSnapshot snapshot(Audience... memberOf) {
    return MembershipSnapshot.of(USER, memberOf);
  }

  private static MembershipChange change(List<Audience> entered, List<Audience> left) {
    return MembershipChange.of(USER, entered, left);
  }

  private static AudienceUpdate at(long millis, AudienceUpdate update) {
    Instant timestamp = Instant.ofEpochMilli(millis);
    return update instanceof MembershipSnapshot snapshot
        ? snapshot.at(timestamp)
        : ((MembershipChange) update).at(timestamp);
  }
}
