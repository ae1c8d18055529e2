package io.github.brazeaudience.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.testing.Poison;
import io.github.brazeaudience.testing.RateLimitStyle;
import io.github.brazeaudience.testing.SegmentFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** End-to-end tests of a forwarder with OkHttp and a FakeBraze. */
class ForwardingTest {
  private static final RetryPolicy IMPATIENT =
      RetryPolicy.defaults()
          .withBackoff(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(40));

  private FakeBraze braze;

  @BeforeEach
  void start() {
    braze = FakeBraze.builder().appId("app-ios").start();
  }

  @AfterEach
  void stop() {
    braze.close();
  }

  private BrazeAudienceConfig.Builder config() {
    return BrazeAudienceConfig.builder()
        .restApiKey(braze.restApiKey())
        .endpoints(braze.endpoints());
  }

  private AudienceForwarderBuilder forwarder(BrazeAudienceConfig config) {
    return AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
        .retryPolicy(IMPATIENT)
        .rateLimiter(RateLimiter.off());
  }

  private static List<AudienceUpdate> users(int count) {
    List<AudienceUpdate> updates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      updates.add(
          MembershipSnapshot.of(
                  UserProfile.ofCustomerId("u-" + i),
                  Audience.of(11_000 + i % 7, "Audience " + i % 7),
                  Audience.of(12_000 + i % 5, "Other " + i % 5))
              .withLeft(List.of(Audience.of(13_000, "Left"))));
    }
    return updates;
  }

  private void assertProfiles(int count, SendSegmentsAs mode) {
    assertThat(braze.silentLosses().total()).isZero();
    assertThat(braze.profiles()).hasSize(count);
    for (int i = 0; i < count; i++) {
      BrazeProfile profile = braze.profile("u-" + i).orElseThrow();
      String first = String.valueOf(11_000 + i % 7);
      String second = String.valueOf(12_000 + i % 5);
      if (mode.single()) {
        assertThat(profile.attribute("SegmentMembership"))
            .contains("'" + first + "','" + second + "'");
      }
      if (mode.array()) {
        assertThat(profile.attribute("SegmentMembershipArray")).contains(List.of(first, second));
      }
      if (mode.perSegment()) {
        assertThat(profile.attribute("In Audience " + i % 7)).contains(true);
        assertThat(profile.attribute("In Left")).contains(false);
      }
      int attributes =
          (mode.single() ? 1 : 0) + (mode.array() ? 1 : 0) + (mode.perSegment() ? 3 : 0);
      assertThat(profile.attributes()).hasSize(attributes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void forward_eachMode_updatesProfiles(SendSegmentsAs mode) {
    try (AudienceForwarder forwarder = forwarder(config().sendSegmentsAs(mode).build()).build()) {
      ForwardReport report = forwarder.forward(users(400));

      assertThat(report.accepted()).isEqualTo(400);
      assertThat(report.requests()).isEqualTo(6);
      assertThat(report.dataPoints()).isEqualTo(braze.dataPoints());
    }
    assertProfiles(400, mode);
  }

  @Test
  void forward_documentedExample_filtersMatch() {
    SendSegmentsAs mode = SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT;
    try (AudienceForwarder forwarder = forwarder(config().sendSegmentsAs(mode).build()).build()) {
      forwarder.forward(
          List.of(
              MembershipSnapshot.of(
                  UserProfile.ofCustomerId("athena"),
                  Audience.of(11036, "Aspiring Athenians"),
                  Audience.of(11034, "Ibiza Dreamers"))));
    }
    BrazeProfile athena = braze.profile("athena").orElseThrow();

    assertThat(athena.attribute("SegmentMembership")).contains("'11036','11034'");
    assertThat(athena.matches(SegmentFilter.matchesRegex("SegmentMembership", "11034"))).isTrue();
    assertThat(athena.matches(SegmentFilter.equalTo("SegmentMembership", "'11034'"))).isFalse();
    assertThat(athena.matches(SegmentFilter.equalTo("In Ibiza Dreamers", true))).isTrue();
    assertThat(athena.matches(SegmentFilter.includesValue("SegmentMembershipArray", "11034")))
        .isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void forwardAll_oneRequestInFiveFails_everyUserIsAccepted(long seed) {
    Random random = new Random(seed);
    braze.script(request -> faultOneInFive(random));
    List<UserOutcome> outcomes = new ArrayList<>();
    ForwardSummary summary;
    SendSegmentsAs mode = SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
    try (AudienceForwarder forwarder = forwarder(config().sendSegmentsAs(mode).build()).build()) {
      summary = forwarder.forwardAll(users(5_000).iterator(), outcomes::add);
    }

    assertThat(summary.accepted()).isEqualTo(5_000);
    assertThat(outcomes).allMatch(Accepted.class::isInstance);
    assertThat(summary.requests()).isBetween(67L, 200L);
    assertProfiles(5_000, mode);
  }

  private static Fault faultOneInFive(Random random) {
    synchronized (random) {
      if (random.nextInt(5) > 0) {
        return Fault.none();
      }
      return switch (random.nextInt(9)) {
        case 0 -> Fault.closeConnection();
        case 1 -> Fault.answerLost();
        case 2 -> Fault.halfAnswer();
        case 3 -> Fault.status(408);
        case 4 -> Fault.rateLimited(RateLimitStyle.RESET_EMPTY, Duration.ZERO);
        case 5 -> Fault.htmlPage(503);
        case 6 -> Fault.answer(201, "").afterApplying();
        case 7 -> Fault.htmlPage(200);
        default -> Fault.status(500);
      };
    }
  }

  @Test
  void forward_poisonedUsers_onlyTheyAreRejected() {
    braze.poison("u-7", Poison.named("EMAIL_BAD_FORMAT"));
    braze.poison("u-80", Poison.wholeRequest(400));
    try (AudienceForwarder forwarder = forwarder(config().build()).build()) {
      ForwardReport report = forwarder.forward(users(300));

      assertThat(report.rejected()).isEqualTo(2);
      assertThat(report.outcomes().get(7).reason()).contains(Reason.NAMED_BY_BRAZE);
      assertThat(report.outcomes().get(80).reason()).contains(Reason.REQUEST_REFUSED);
      assertThat(report.requests()).isLessThanOrEqualTo(4 + 15);
    }
  }

  @Test
  void forward_invalidPushToken_isReportedAndOthersAreWritten() {
    BrazeAudienceConfig config = config().apiKey("not-of-this-workspace").build();
    UserProfile user =
        UserProfile.builder()
            .customerId("u-1")
            .pushToken(PushToken.of(PushPlatform.IOS, "abcd"))
            .build();
    try (AudienceForwarder forwarder = forwarder(config).build()) {
      ForwardReport report =
          forwarder.forward(List.of(MembershipSnapshot.of(user, Audience.of(5))));

      assertThat(report.outcomes().get(0)).isInstanceOf(Accepted.class);
      assertThat(((Accepted) report.outcomes().get(0)).withoutPushTokens()).isTrue();
      assertThat(report.requests()).isEqualTo(2);
    }
    BrazeProfile profile = braze.profile("u-1").orElseThrow();
    assertThat(profile.attribute("SegmentMembership")).contains("'5'");
    assertThat(profile.pushTokens()).isEmpty();
  }

  @Test
  void forward_wrongKey_isNotSent() {
    BrazeAudienceConfig config = config().restApiKey("another-key").build();
    try (AudienceForwarder forwarder = forwarder(config).build()) {
      ForwardReport report = forwarder.forward(users(10));

      assertThat(report.outcomes())
          .allMatch(o -> o instanceof NotSent && o.reason().orElseThrow() == Reason.UNAUTHORIZED);
      assertThat(report.requests()).isEqualTo(1);
    }
  }

  @Test
  void forward_closedDuringStalledRequest_isUnconfirmed() throws InterruptedException {
    braze.next(Fault.stall());
    AudienceForwarder forwarder = forwarder(config().build()).build();
    var call = forwarder.forwardAsync(users(10));
    assertThat(braze.awaitRequests(1, Duration.ofSeconds(10))).isTrue();
    forwarder.close();

    assertThat(call.report().toCompletableFuture().join().outcomes())
        .allMatch(o -> o instanceof Unconfirmed && o.reason().orElseThrow() == Reason.NO_ANSWER);
  }

  @Test
  void queue_closed_losesNothing() throws InterruptedException {
    List<CompletionStage<UserOutcome>> outcomes = new ArrayList<>();
    try (AudienceForwarder forwarder = forwarder(config().build()).build();
        AudienceQueue queue = forwarder.queue().capacity(100).build()) {
      for (AudienceUpdate update : users(1_000)) {
        outcomes.add(queue.submit(update));
      }
    }

    assertThat(outcomes)
        .allMatch(outcome -> outcome.toCompletableFuture().join() instanceof Accepted);
    assertProfiles(1_000, SendSegmentsAs.SINGLE_ATTRIBUTE);
  }

  @Test
  void forward_onlyInvalidUpdate_sendsNoRequest() {
    try (AudienceForwarder forwarder = forwarder(config().build()).build()) {
      ForwardReport report =
          forwarder.forward(
              List.of(MembershipSnapshot.of(UserProfile.builder().build(), Audience.of(1))));

      assertThat(report.outcomes().get(0)).isInstanceOf(Rejected.class);
      assertThat(braze.requests()).isZero();
    }
  }
}
