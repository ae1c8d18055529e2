package io.github.brazeaudience.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.testing.ReceivedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading profiles back, with OkHttp and a FakeBraze. */
class ReadBackForwardingTest {
  private static final String EXPORT = "/users/export/ids";
  private static final Audience SEVEN = Audience.of(7, "Seven");
  private static final Audience EIGHT = Audience.of(8, "Eight");

  private static AudienceUpdate change(String user) {
    return MembershipChange.of(UserProfile.ofCustomerId(user), List.of(SEVEN), List.of(EIGHT));
  }

  private static AudienceForwarderBuilder forwarder(FakeBraze braze, SendSegmentsAs mode) {
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey(braze.restApiKey())
            .endpoints(braze.endpoints())
            .sendSegmentsAs(mode)
            .build();
    return AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
        .membership(
            InMemoryMembershipStore.create(),
            MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.READ_BACK))
        .minUserWriteInterval(Duration.ZERO)
        .retryPolicy(
            RetryPolicy.defaults()
                .withBackoff(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(40)));
  }

  @ParameterizedTest
  @EnumSource(
      value = SendSegmentsAs.class,
      names = {
        "SINGLE_ATTRIBUTE",
        "SINGLE_AND_PER_SEGMENT",
        "SINGLE_AND_ARRAY",
        "SINGLE_AND_ARRAY_AND_PER_SEGMENT"
      })
  void forward_profilesWrittenByAnotherProcess_changesAreBasedOnThem(SendSegmentsAs mode) {
    try (FakeBraze braze = FakeBraze.start()) {
      List<AudienceUpdate> snapshots = new ArrayList<>();
      List<AudienceUpdate> changes = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        changes.add(change("u-" + i));
        if (i % 3 != 0) {
          UserProfile user = UserProfile.ofCustomerId("u-" + i);
          snapshots.add(MembershipSnapshot.of(user, EIGHT, Audience.of(9_000 + i, "Own " + i)));
        }
      }
      try (AudienceForwarder first = forwarder(braze, mode).build()) {
        assertThat(first.forward(snapshots).accepted()).isEqualTo(80);
      }

      try (AudienceForwarder second = forwarder(braze, mode).build()) {
        ForwardReport report = second.forward(changes);
        assertThat(report.accepted()).isEqualTo(120);
        assertThat(braze.requestsTo(EXPORT)).isEqualTo(3);
        assertThat(second.forward(changes).unchanged()).isEqualTo(120);
        assertThat(braze.requestsTo(EXPORT)).isEqualTo(3);
      }
      for (int i = 0; i < 120; i++) {
        BrazeProfile profile = braze.profile("u-" + i).orElseThrow();
        List<String> ids = i % 3 == 0 ? List.of("7") : List.of(String.valueOf(9_000 + i), "7");
        assertThat(profile.attribute("SegmentMembership"))
            .hasValue("'" + String.join("','", ids) + "'");
        assertThat(profile.attribute("SegmentMembershipArray"))
            .isEqualTo(mode.array() ? Optional.of(ids) : Optional.empty());
        if (mode.perSegment()) {
          assertThat(profile.attribute("In Seven")).hasValue(true);
          assertThat(profile.attribute("In Eight")).hasValue(false);
        }
      }
      assertThat(braze.silentLosses().total()).isZero();
    }
  }

  @Test
  void forward_export_requestsOnlyNeededFields() {
    try (FakeBraze braze = FakeBraze.start();
        AudienceForwarder forwarder = forwarder(braze, SendSegmentsAs.SINGLE_ATTRIBUTE).build()) {
      forwarder.forward(List.of(change("u-\"1\"")));

      ReceivedRequest export = braze.received().get(0);
      assertThat(export.path()).isEqualTo(EXPORT);
      assertThat(export.bodyText())
          .isEqualTo(
              "{\"external_ids\":[\"u-\\\"1\\\"\"],\"fields_to_export\":[\"external_id\",\"custom_attributes\"]}");
      assertThat(export.header("content-type")).hasValue("application/json");
      assertThat(export.header("user-agent"))
          .isEqualTo(braze.received().get(1).header("user-agent"));
    }
  }

  @Test
  void forward_keyWithoutExportPermission_reportsItAndSendsSnapshots() {
    try (FakeBraze braze =
            FakeBraze.builder().restApiKey("no-exports", Set.of("users.track")).start();
        AudienceForwarder forwarder = forwarder(braze, SendSegmentsAs.SINGLE_ATTRIBUTE).build()) {
      ForwardReport report =
          forwarder.forward(
              List.of(
                  change("u-1"), MembershipSnapshot.of(UserProfile.ofCustomerId("u-2"), SEVEN)));

      assertThat(report.outcomes().get(0).reason()).contains(Reason.UNAUTHORIZED);
      assertThat(report.outcomes().get(0).message())
          .contains("lacks the permission users.export.ids")
          .doesNotContain("no-exports");
      assertThat(report.accepted()).isEqualTo(1);
      assertThat(braze.profile("u-1")).isEmpty();
    }
  }

  @Test
  void forward_exportFaults_areRetriedWithoutDuplicateWrites() {
    try (FakeBraze braze = FakeBraze.start();
        AudienceForwarder forwarder = forwarder(braze, SendSegmentsAs.SINGLE_ATTRIBUTE).build()) {
      braze.put(BrazeProfile.ofExternalId("u-1").withAttribute("SegmentMembership", "'8','9'"));
      braze.nextTo(
          EXPORT,
          Fault.status(503),
          Fault.closeConnection(),
          Fault.halfAnswer(),
          Fault.cutAnswer(),
          Fault.htmlPage(200),
          Fault.status(408));

      ForwardReport report = forwarder.forward(List.of(change("u-1")));

      assertThat(report.accepted()).isEqualTo(1);
      assertThat(report.requests()).isEqualTo(8);
      assertThat(braze.requestsTo("/users/track")).isEqualTo(1);
      assertThat(braze.profile("u-1").orElseThrow().attribute("SegmentMembership"))
          .hasValue("'9','7'");
    }
  }

  @Test
  void forward_exportLimitExhausted_waitsUntilTheReset() {
    Instant endOfAMinute = Instant.parse("2026-09-02T10:00:58.500Z");
    Duration ahead = Duration.between(Instant.now(), endOfAMinute);
    try (FakeBraze braze =
            FakeBraze.builder()
                .clock(() -> Instant.now().plus(ahead))
                .maxExportsPerMinute(2)
                .start();
        AudienceForwarder forwarder =
            forwarder(braze, SendSegmentsAs.SINGLE_ATTRIBUTE)
                .readBackRateLimiter(RateLimiter.off())
                .build()) {
      List<AudienceUpdate> changes = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        changes.add(change("u-" + i));
      }

      ForwardReport report = forwarder.forward(changes);

      assertThat(report.accepted()).isEqualTo(150);
      assertThat(braze.requestsTo(EXPORT)).isEqualTo(4);
    }
  }
}
