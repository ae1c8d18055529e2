package io.github.brazeaudience;

import static io.github.brazeaudience.internal.preflight.RoutedTransport.attribute;
import static io.github.brazeaudience.internal.preflight.RoutedTransport.json;
import static io.github.brazeaudience.internal.preflight.RoutedTransport.page;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.preflight.RoutedTransport;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.preflight.PreflightCode;
import io.github.brazeaudience.preflight.PreflightFinding;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the preflight of a forwarder: its store, its limiters and its end. */
class ForwarderPreflightTest {
  private static final Audience ATHENIANS = Audience.of(11036, "Aspiring Athenians");

  private final VirtualTime time = new VirtualTime();
  private final InMemoryMembershipStore store = InMemoryMembershipStore.create();
  private final RoutedTransport transport =
      new RoutedTransport()
          .on(
              BrazeOperation.TRACK_USERS,
              request ->
                  new String(request.body(), UTF_8).contains("\"attributes\":[]")
                      ? RoutedTransport.NO_VALID_DATA
                      : json(201, "{\"message\":\"success\"}"));

  private AudienceForwarderBuilder builder(SendSegmentsAs mode) {
    return builder(config -> config.sendSegmentsAs(mode));
  }

  private AudienceForwarderBuilder builder(UnaryOperator<BrazeAudienceConfig.Builder> settings) {
    BrazeAudienceConfig.Builder config =
        BrazeAudienceConfig.builder().restApiKey("secret-key").instance(BrazeInstance.US_03);
    AudienceForwarderBuilder builder =
        AudienceForwarder.builder(settings.apply(config).build(), transport)
            .timeSource(time)
            .scheduler(time)
            .callbackExecutor(Runnable::run);
    SimulationHooks.callerWait(builder, time);
    SimulationHooks.storeExecutor(builder, Runnable::run);
    return builder;
  }

  private static MembershipSnapshot snapshot() {
    return MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), ATHENIANS);
  }

  @Test
  void preflight_betweenCalls_checksTheSegmentsOfTheStore() {
    transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
        page(attribute("In Aspiring Athenians", "String", null)));
    try (AudienceForwarder forwarder =
        builder(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT).membership(store).build()) {
      assertThat(forwarder.preflight().findings())
          .extracting(finding -> finding.code().name())
          .containsExactly("SEGMENTS_NOT_CHECKED");
      assertThat(forwarder.forward(List.of(snapshot())).complete()).isTrue();

      assertThat(forwarder.preflight().findings())
          .extracting(finding -> finding.code() + " " + finding.attribute().orElse(""))
          .containsExactly("ATTRIBUTE_TYPE_MISMATCH In Aspiring Athenians");
      assertThat(forwarder.forward(List.of(snapshot())).complete()).isTrue();
    }
  }

  /** The updates of a user with a damaged record fail, but not those of the others. */
  @Test
  void preflight_damagedRecord_checksTheSegmentsOfTheOthers() {
    transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
        page(attribute("In Aspiring Athenians", "String", null)));
    store.update("w", Map.of("a", present -> MembershipRecord.damaged("in a test")));
    MembershipPolicy policy = MembershipPolicy.defaults().withNamespace("w");
    try (AudienceForwarder forwarder =
        builder(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT).membership(store, policy).build()) {
      assertThat(forwarder.forward(List.of(snapshot())).complete()).isTrue();

      assertThat(forwarder.preflight().findings())
          .extracting(finding -> finding.code() + " " + finding.attribute().orElse(""))
          .containsExactly("ATTRIBUTE_TYPE_MISMATCH In Aspiring Athenians");
    }
  }

  @Test
  void preflight_readingBack_checksItsPermission() {
    transport.on(BrazeOperation.EXPORT_USERS, json(403, "{\"message\":\"Access Denied\"}"));
    MembershipPolicy policy = MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.READ_BACK);
    try (AudienceForwarder forwarder =
        builder(SendSegmentsAs.SINGLE_ATTRIBUTE).membership(store, policy).build()) {
      assertThat(forwarder.preflight(List.of()).findings())
          .extracting(PreflightFinding::toString)
          .first()
          .isEqualTo(
              "ERROR PERMISSION_MISSING rest.iad-03.braze.com returned 403 to /users/export/ids:"
                  + " the REST API key lacks the permission users.export.ids, which reading"
                  + " profiles needs; create a key that has it, because the permissions of a key"
                  + " cannot be changed");
    }
  }

  @Test
  void preflight_anyCombinationOfFeatures_checksThePermissionsOfThese() {
    for (BrazeOperation operation : BrazeOperation.values()) {
      if (operation != BrazeOperation.LIST_CUSTOM_ATTRIBUTES) {
        transport.on(operation, json(403, "{\"message\":\"Access Denied\"}"));
      }
    }
    MembershipPolicy policy = MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.READ_BACK);
    for (int features = 0; features < 8; features++) {
      boolean readsBack = (features & 1) != 0;
      boolean looksUp = (features & 2) != 0;
      boolean tracks = (features & 4) != 0;
      AudienceForwarderBuilder builder =
          builder(
              config ->
                  config.sendSegmentsAs(SendSegmentsAs.ARRAY_ATTRIBUTE).deviceLookup(looksUp));
      if (readsBack) {
        builder.membership(store, policy);
      }
      if (tracks) {
        builder.trackProcessing("nightly");
      }
      List<String> missing = new ArrayList<>(List.of("users.track"));
      if (readsBack || looksUp) {
        missing.add("users.export.ids");
      }
      if (tracks) {
        missing.add("users.track.status");
      }
      try (AudienceForwarder forwarder = builder.build()) {
        assertThat(forwarder.preflight().findings())
            .as("read back %s, look up %s, track %s", readsBack, looksUp, tracks)
            .filteredOn(finding -> finding.code() == PreflightCode.PERMISSION_MISSING)
            .extracting(
                finding -> finding.message().replaceFirst(".*the permission ([a-z.]+),.*", "$1"))
            .containsExactlyInAnyOrderElementsOf(missing);
      }
    }
  }

  @Test
  void preflight_exhaustedRateLimiter_isAFinding() {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofHours(1));
    try (AudienceForwarder forwarder =
        builder(SendSegmentsAs.SINGLE_ATTRIBUTE).rateLimiter(limiter).build()) {
      assertThat(forwarder.forward(List.of(snapshot())).complete()).isTrue();

      assertThat(forwarder.preflight().findings())
          .filteredOn(finding -> finding.code() == PreflightCode.NOT_CHECKED)
          .singleElement()
          .extracting(PreflightFinding::message, STRING)
          .contains("no request to /users/track may start in time (");
      assertThat(transport.started())
          .extracting(request -> request.uri().getPath())
          .containsOnlyOnce(BrazeOperation.TRACK_USERS.path());
      assertThat(time.elapsed()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TRACK_USERS", "EXPORT_USERS"})
  void preflight_responseReportsAnExhaustedBudget_delaysTheNextRequest(BrazeOperation operation) {
    transport.on(
        operation,
        TransportResponse.of(
            400,
            Map.of(
                "X-RateLimit-Limit", List.of("100"),
                "X-RateLimit-Remaining", List.of("0"),
                "X-RateLimit-Reset", List.of(String.valueOf(time.now().getEpochSecond() + 60))),
            RoutedTransport.NO_VALID_DATA.body()));
    try (AudienceForwarder forwarder =
        builder(config -> config.deviceLookup(operation == BrazeOperation.EXPORT_USERS)).build()) {
      forwarder.preflight();
      assertThat(time.elapsed()).isZero();

      forwarder.preflight();
      assertThat(time.elapsed()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(62));
    }
  }

  @Test
  void preflight_closedForwarder_isAFinding() {
    AudienceForwarder forwarder = builder(SendSegmentsAs.SINGLE_ATTRIBUTE).build();
    forwarder.close();

    assertThat(forwarder.preflight().ok()).isFalse();
    assertThat(transport.started()).isEmpty();
  }
}
