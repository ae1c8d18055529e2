package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a plan matches what would be sent, and sends nothing. */
class ForwardPlanTest {
  private static final Audience A = Audience.of(1, "A");
  private static final Audience B = Audience.of(2, "B");

  @ParameterizedTest
  @CsvSource({"1, 150", "7, 22", "75, 2"})
  void plan_configuredMaximumOfObjects_isInEachBody(int maximum, int requests) {
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder().restApiKey("key").maxObjectsPerRequest(maximum).build();
    List<AudienceUpdate> users = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      users.add(MembershipSnapshot.of(UserProfile.ofCustomerId("u-" + i), A));
    }
    try (AudienceForwarder forwarder = AudienceForwarder.create(config, new Untouched())) {
      assertThat(bodies(forwarder.plan(users)))
          .hasSize(requests)
          .allMatch(body -> body.split("external_id", -1).length - 1 <= maximum);
    }
  }

  @Test
  void plan_updates_returnsBodiesOutcomesAndCounts() {
    UserProfile user = UserProfile.builder().customerId("u-1").email("a@b").build();

    ForwardPlan plan =
        plan(
            SendSegmentsAs.SINGLE_AND_PER_SEGMENT,
            List.of(
                MembershipChange.of(UserProfile.ofCustomerId("u-2"), List.of(A), List.of()),
                MembershipSnapshot.of(user, A),
                UnreadableUpdate.malformed("line broken"),
                MembershipChange.of(UserProfile.ofCustomerId("u-3"), List.of(), List.of()),
                MembershipChange.of(user, List.of(B), List.of(A)),
                MembershipSnapshot.of(UserProfile.ofCustomerId("u-4")).withLeft(List.of(B))));

    assertThat(bodies(plan))
        .containsExactly(
            "{\"attributes\":[{\"external_id\":\"u-1\",\"email\":\"a@b\",\"SegmentMembership\":\"'2'\","
                + "\"In A\":false,\"In B\":true},"
                + "{\"external_id\":\"u-4\",\"SegmentMembership\":null,\"In B\":false}]}");
    assertThat(plan.requests()).isEqualTo(1);
    assertThat(plan.dataPoints()).isEqualTo(6);
    assertThat(plan.outcomes()).extracting(UserOutcome::index).containsExactly(0L, 2L, 3L);
    assertThat(plan.outcomes()).extracting(UserOutcome::attempts).containsOnly(0);
    assertThat(plan.outcomes().get(0).reason()).contains(Reason.NEEDS_FULL_MEMBERSHIP);
    assertThat(plan.outcomes().get(1).reason()).contains(Reason.MALFORMED_INPUT);
    assertThat(plan.outcomes().get(2)).isInstanceOf(Unchanged.class);
  }

  @Test
  void plan_noUpdates_isEmpty() {
    ForwardPlan plan = plan(SendSegmentsAs.SINGLE_ATTRIBUTE, List.of());

    assertThat(plan.bodies()).isEmpty();
    assertThat(plan.outcomes()).isEmpty();
    assertThat(plan.requests()).isZero();
    assertThat(plan.dataPoints()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "75, 1", "76, 2", "150, 2", "151, 3"})
  void plan_manyUsers_putsUpTo75ObjectsIntoARequest(int users, int requests) {
    ForwardPlan plan = plan(SendSegmentsAs.SINGLE_ATTRIBUTE, snapshots(users, ""));

    assertThat(plan.requests()).isEqualTo(requests);
    assertThat(bodies(plan)).allMatch(body -> body.split("external_id", -1).length - 1 <= 75);
    assertThat(String.join("", bodies(plan)).split("external_id", -1)).hasSize(users + 1);
    assertThat(plan.dataPoints()).isEqualTo(users);
  }

  @Test
  void plan_largeUsers_putsUpTo4000000BytesIntoARequest() {
    ForwardPlan plan = plan(SendSegmentsAs.SINGLE_ATTRIBUTE, snapshots(10, "e".repeat(1_000_000)));

    assertThat(plan.requests()).isEqualTo(4);
    assertThat(plan.bodies()).allMatch(body -> body.length <= 4_000_000);
  }

  @Test
  void plan_objectsThatExactlyFillABody_shareARequest() {
    int around =
        "{\"attributes\":[,]}".length()
            + 2 * "{\"external_id\":\"u-0\",\"email\":\"\",\"SegmentMembership\":\"'1'\"}".length();
    List<AudienceUpdate> fits = snapshots(2, "e".repeat((4_000_000 - around) / 2));
    List<AudienceUpdate> oneMore = new ArrayList<>(fits);
    oneMore.set(1, snapshot("u-1", "e".repeat((4_000_000 - around) / 2 + 2)));

    assertThat(plan(SendSegmentsAs.SINGLE_ATTRIBUTE, fits).requests()).isEqualTo(1);
    assertThat(plan(SendSegmentsAs.SINGLE_ATTRIBUTE, oneMore).requests()).isEqualTo(2);
  }

  @Test
  void plan_bodies_areCopies() {
    ForwardPlan plan = plan(SendSegmentsAs.SINGLE_ATTRIBUTE, snapshots(1, ""));
    Arrays.fill(plan.bodies().get(0), (byte) 0);

    assertThat(bodies(plan).get(0)).startsWith("{\"attributes\":[");
  }

  @Test
  void plan_nullUpdate_throws() {
    assertThatNullPointerException()
        .isThrownBy(
            () -> plan(SendSegmentsAs.SINGLE_ATTRIBUTE, Arrays.asList((AudienceUpdate) null)));
  }

  private static List<AudienceUpdate> snapshots(int users, String email) {
    return IntStream.range(0, users)
        .<AudienceUpdate>mapToObj(i -> snapshot("u-" + i, email))
        .toList();
  }

  private static AudienceUpdate snapshot(String customerId, String email) {
    return MembershipSnapshot.of(
        UserProfile.builder().customerId(customerId).email(email).build(), A);
  }

  private static ForwardPlan plan(SendSegmentsAs mode, List<AudienceUpdate> updates) {
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder().restApiKey("secret-key").sendSegmentsAs(mode).build();
    try (AudienceForwarder forwarder = AudienceForwarder.create(config, new Untouched())) {
      return forwarder.plan(updates);
    }
  }

  private static List<String> bodies(ForwardPlan plan) {
    return plan.bodies().stream().map(body -> new String(body, StandardCharsets.UTF_8)).toList();
  }

  /** Transport that fails the test on any request. */
  private static final class Untouched implements BrazeTransport {
    @Override
    public Exchange start(TransportRequest request) {
      throw new AssertionError("a plan sends nothing");
    }

    @Override
    public void close() {}
  }
}
