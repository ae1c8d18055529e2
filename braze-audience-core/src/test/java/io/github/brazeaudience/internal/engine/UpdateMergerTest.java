package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests how the updates of one user are merged into one object. */
class UpdateMergerTest extends UpdateMergerFixture {
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

  /** Users are found by their hashes and, from the first repeated one, by a map. */
  @Test
  void drain_randomUsers_keepsThePlaceOfTheFirstUpdate() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      UpdateMerger merger = new UpdateMerger(PayloadBuilder.of(config(SINGLE)), false, unsent::add);
      Map<String, List<Long>> expected = new LinkedHashMap<>();
      for (long index = 0; index < 500; index++) {
        String user = "u-" + random.nextInt(200);
        merger.add(index, MembershipSnapshot.of(UserProfile.ofCustomerId(user), A));
        expected.computeIfAbsent(user, first -> new ArrayList<>()).add(index);
        if (random.nextInt(20) == 0) {
          merger.merge();
        }
        assertThat(merger.users()).isEqualTo(expected.size());
        if (random.nextInt(100) == 0) {
          assertThat(indexes(merger.drain())).as("seed %d", seed).isEqualTo(expected.toString());
          expected.clear();
        }
      }
    }
  }

  private static String indexes(List<UserWrite> writes) {
    Map<String, List<Long>> indexes = new LinkedHashMap<>();
    writes.forEach(
        write ->
            indexes.put(
                write.user().value(), write.updates().stream().map(PendingUpdate::index).toList()));
    return indexes.toString();
  }

  @Test
  void merge_consumerThrows_reportsNoOutcomeTwice() {
    UpdateMerger merger =
        new UpdateMerger(
            PayloadBuilder.of(config(SINGLE)),
            false,
            outcome -> {
              if (outcome.index() == 2 && unsent.size() == 1) {
                unsent.clear();
                throw new IllegalStateException("bug");
              }
              unsent.add(outcome);
            });
    List<String> users = List.of("empty-1", "sent-1", "empty-2", "sent-2");
    for (int i = 0; i < users.size(); i++) {
      UserProfile user = UserProfile.ofCustomerId(users.get(i));
      List<Audience> entered = users.get(i).startsWith("sent") ? List.of(A) : List.of();
      merger.add(
          i,
          entered.isEmpty()
              ? MembershipChange.of(user, entered, List.of())
              : MembershipSnapshot.of(user, entered));
    }

    assertThatIllegalStateException().isThrownBy(merger::merge);
    assertThat(merger.users()).isEqualTo(3);
    assertThat(indexes(merger.drain())).isEqualTo("{sent-1=[1], sent-2=[3]}");
    assertThat(unsent).extracting(UserOutcome::index).containsExactly(2L);
  }
}
