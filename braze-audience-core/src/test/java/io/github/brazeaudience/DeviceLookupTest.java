package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.LookupSimulation.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.ProcessingStatus;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.simulation.LookupSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests updates of users that have only device ids. */
class DeviceLookupTest {
  private final LookupSimulation simulation = new LookupSimulation((lookup, devices) -> null);

  private UserOutcome forward(AudienceUpdate update) {
    return simulation.forwarder.forward(List.of(update)).outcomes().get(0);
  }

  private static IdentifierKind kind(UserOutcome outcome) {
    assertThat(outcome).isInstanceOf(Accepted.class);
    return ((Accepted) outcome).identifierKind();
  }

  @Test
  void forward_profileWithExternalId_isWrittenByIt() {
    simulation.transport.addUser("d", "u");

    UserOutcome outcome = forward(device(1, "d"));

    assertThat(kind(outcome)).isEqualTo(IdentifierKind.EXTERNAL_ID);
    assertThat(outcome.attempts()).isEqualTo(1);
    assertThat(simulation.array("u")).isEqualTo(List.of("1"));
    assertThat(simulation.events)
        .containsExactly(
            "start EXPORT_USERS 1", "end EXPORT_USERS", "start TRACK_USERS 1", "end TRACK_USERS");
  }

  @Test
  void forward_anonymousProfile_isWrittenByItsBrazeIdIfItExists() {
    simulation.transport.addAnonymous("d", "b");

    assertThat(kind(forward(device(1, "d")))).isEqualTo(IdentifierKind.BRAZE_ID);
    assertThat(simulation.braze.profile("b")).containsEntry("_update_existing_only", true);
  }

  @Test
  void forward_unknownDevice_isRejectedWithoutIdentity() {
    UserOutcome outcome = forward(device(1, "secret-device"));

    assertThat(outcome).isInstanceOf(Rejected.class);
    assertThat(outcome.reason()).contains(Reason.NO_IDENTIFIER);
    assertThat(outcome.message()).contains("lookup", "found no profile").doesNotContain("secret");
    assertThat(simulation.braze.requests()).isZero();
  }

  @Test
  void forward_severalProfilesOfADevice_oneWithExternalIdIsUsedElseItIsRejected() {
    simulation.transport.addAnonymous("one-user", "b-1");
    simulation.transport.addUser("one-user", "u");
    simulation.transport.addUser("two-users", "v");
    simulation.transport.addUser("two-users", "w");
    simulation.transport.addAnonymous("two-anonymous", "b-2");
    simulation.transport.addAnonymous("two-anonymous", "b-3");

    forward(device(1, "one-user"));
    assertThat(simulation.array("u")).isEqualTo(List.of("1"));
    for (String ambiguous : List.of("two-users", "two-anonymous")) {
      UserOutcome outcome = forward(device(1, ambiguous));
      assertThat(outcome.reason()).contains(Reason.NO_IDENTIFIER);
      assertThat(outcome.message()).contains("several profiles");
    }
    assertThat(simulation.braze.profiles()).isEqualTo(1);
  }

  @Test
  void forward_severalDevices_areTriedOneAfterTheOtherUntilAProfileIsFound() {
    simulation.transport.addUser("c", "u");
    simulation.transport.addUser("d", "other");

    forward(device(1, "a", "b", "c", "d"));

    assertThat(simulation.transport.exports())
        .containsExactly(List.of("a"), List.of("b"), List.of("c"));
    assertThat(simulation.array("u")).isEqualTo(List.of("1"));
  }

  @Test
  void forward_idfaAndIdfv_triesTheIdfvFirst() {
    simulation.forwarder.forward(
        List.of(
            MembershipSnapshot.of(
                UserProfile.builder()
                    .device(DeviceIdentityType.IDFA, "idfa")
                    .device(DeviceIdentityType.IDFV, "idfv")
                    .build(),
                Audience.of(1))));

    assertThat(simulation.transport.exports()).containsExactly(List.of("idfv"), List.of("idfa"));
  }

  @Test
  void forward_otherIdentifiers_areUsedWithoutALookup() {
    UserProfile.Builder user = UserProfile.builder().device(DeviceIdentityType.IDFV, "d");

    UserOutcome brazeId = forward(MembershipSnapshot.of(user.brazeId("b").build(), Audience.of(1)));
    UserOutcome externalId =
        forward(MembershipSnapshot.of(user.customerId("u").build(), Audience.of(1)));

    assertThat(kind(brazeId)).isEqualTo(IdentifierKind.BRAZE_ID);
    assertThat(kind(externalId)).isEqualTo(IdentifierKind.EXTERNAL_ID);
    assertThat(simulation.transport.exports()).isEmpty();
  }

  @Test
  void forward_aliasAndEmailAfterTheLookup_applyIfNothingIsFound() {
    LookupSimulation after =
        new LookupSimulation(
            (lookup, devices) -> null,
            builder -> builder,
            config ->
                config
                    .deviceMatch(List.of(DeviceAlias.of(DeviceIdentityType.IDFV)))
                    .emailFallback(true));
    after.transport.addUser("known", "u");
    UserProfile.Builder android =
        UserProfile.builder().device(DeviceIdentityType.ANDROID_ID, "a").email("a@b");

    ForwardReport report =
        after.forwarder.forward(
            List.of(
                device(1, "known"),
                device(2, "unknown"),
                MembershipSnapshot.of(android.build(), Audience.of(3)),
                device(4, "d".repeat(237))));

    assertThat(report.outcomes().subList(0, 3))
        .extracting(DeviceLookupTest::kind)
        .containsExactly(
            IdentifierKind.EXTERNAL_ID, IdentifierKind.USER_ALIAS, IdentifierKind.EMAIL);
    assertThat(report.outcomes().get(3).reason()).contains(Reason.IDENTIFIER_TOO_LONG);
    assertThat(after.transport.exports()).hasSize(4);
    assertThat(after.braze.profile("a@b"))
        .containsEntry("email", "a@b")
        .containsEntry("_update_existing_only", true);
  }

  @Test
  void forward_foundExternalIdThatIsTooLong_isRejected() {
    simulation.transport.addUser("d", "u".repeat(988));

    assertThat(forward(device(1, "d")).reason()).contains(Reason.IDENTIFIER_TOO_LONG);
  }

  @Test
  void forward_updatesOfOneDevice_areMergedAndLookedUpOnce() {
    simulation.transport.addUser("d", "u");

    ForwardReport report =
        simulation.forwarder.forward(List.of(device(1, "d"), device(2, "d"), device(3, "d")));

    assertThat(report.accepted()).isEqualTo(3);
    assertThat(report.requests()).isEqualTo(2);
    assertThat(simulation.array("u")).isEqualTo(List.of("3"));
  }

  @Test
  void forward_deviceAndItsUser_areWrittenOneAfterTheOther() {
    simulation.transport.addUser("d", "u");

    ForwardReport report =
        simulation.forwarder.forward(List.of(device(1, "d"), Simulation.update("u", 2)));

    assertThat(report.accepted()).isEqualTo(2);
    assertThat(simulation.braze.violations()).isEmpty();
    List<Long> starts = simulation.braze.starts();
    assertThat(starts.get(1) - starts.get(0)).isGreaterThanOrEqualTo(1_000_000_000);
  }

  @Test
  void forward_againBeforeAndAfterTheCacheExpires_looksUpAgainOnlyAfter() {
    simulation.transport.addUser("known", "u");
    List<AudienceUpdate> updates = List.of(device(1, "known"), device(2, "unknown"));

    simulation.forwarder.forward(updates);
    simulation.time.advance(Duration.ofMinutes(4));
    simulation.forwarder.forward(updates);
    assertThat(simulation.transport.exports()).hasSize(2);

    simulation.time.advance(Duration.ofMinutes(1));
    simulation.forwarder.forward(updates);
    assertThat(simulation.transport.exports()).hasSize(3).last().isEqualTo(List.of("unknown"));

    simulation.time.advance(Duration.ofMinutes(55));
    simulation.forwarder.forward(updates);
    assertThat(simulation.transport.exports()).hasSize(5);
  }

  @Test
  void forward_sameDeviceInConcurrentCalls_isLookedUpOnceAndWrittenInOrder() {
    simulation.transport.addUser("d", "u");
    List<CompletableFuture<ForwardReport>> reports = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      reports.add(
          simulation
              .forwarder
              .forwardAsync(List.of(device(i, "d")))
              .report()
              .toCompletableFuture());
    }
    simulation.time.runUntilIdle();

    assertThat(reports).allMatch(report -> report.join().accepted() == 1);
    assertThat(simulation.transport.exports()).hasSize(1);
    assertThat(simulation.array("u")).isEqualTo(List.of("5"));
    assertThat(simulation.braze.violations()).isEmpty();
  }

  @Test
  void forward_thousandDevices_keepsToTheReadBackLimit() {
    ForwardReport report = simulation.forwarder.forward(LookupSimulation.devices(1_000));

    assertThat(report.rejected()).isEqualTo(1_000);
    assertThat(simulation.transport.exports()).hasSize(1_000);
    List<Long> starts = simulation.transport.starts();
    int limit = RateLimiter.READ_BACK_STARTS;
    for (int i = limit; i < starts.size(); i++) {
      assertThat(starts.get(i) - starts.get(i - limit))
          .isGreaterThanOrEqualTo(RateLimiter.READ_BACK_WINDOW.toNanos());
    }
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(30));
    assertThat(simulation.events).anyMatch(event -> event.startsWith("delayed"));
  }

  @Test
  void forward_stalledLookups_delayNoOtherUser() {
    LookupSimulation stalled =
        new LookupSimulation(
            (lookup, devices) -> ScriptedResponse.of(201, "").withLatency(Duration.ofSeconds(29)),
            builder -> builder.maxInFlight(1),
            config -> config);
    List<AudienceUpdate> updates = new ArrayList<>(LookupSimulation.devices(200));
    updates.addAll(Simulation.users(300));
    var call = stalled.forwarder.forwardAsync(updates);
    stalled.time.advance(Duration.ofSeconds(1));

    assertThat(stalled.braze.requests()).isEqualTo(4);
    assertThat(stalled.braze.profiles()).isEqualTo(300);
    assertThat(stalled.forwarder.forward(List.of(Simulation.update("late", 1))).accepted())
        .isEqualTo(1);
    assertThat(stalled.time.elapsed()).isLessThan(Duration.ofSeconds(2));
    call.cancel();
    stalled.time.runUntilIdle();
    assertThat(call.report().toCompletableFuture().join().accepted()).isEqualTo(300);
  }

  @Test
  void forward_membershipStore_knowsUsersWithAnExternalIdOnly() {
    InMemoryMembershipStore store = InMemoryMembershipStore.create();
    LookupSimulation stored =
        new LookupSimulation(
            (lookup, devices) -> null,
            builder -> builder.membership(store, MembershipPolicy.defaults().withNamespace("w")),
            config -> config.sendSegmentsAs(SendSegmentsAs.SINGLE_ATTRIBUTE));
    stored.transport.addUser("d", "u");
    stored.transport.addAnonymous("e", "b");
    List<AudienceUpdate> snapshots = List.of(device(1, "d"), device(2, "e"));

    assertThat(stored.forwarder.forward(snapshots).accepted()).isEqualTo(2);
    assertThat(store.page("w", null, 10)).hasSize(1);
    assertThat(store.read("w", Set.of("u"))).containsOnlyKeys("u");
    assertThat(stored.forwarder.forward(snapshots).outcomes())
        .hasExactlyElementsOfTypes(Unchanged.class, Accepted.class);
    ForwardReport changes =
        stored.forwarder.forward(
            List.of(entered(3, "d"), entered(3, "e"), Simulation.update("u", 1)));
    assertThat(changes.outcomes().get(0)).isInstanceOf(Accepted.class);
    assertThat(changes.outcomes().get(1).reason()).contains(Reason.NEEDS_FULL_MEMBERSHIP);
    assertThat(changes.outcomes().get(2)).isInstanceOf(Accepted.class);
  }

  /** An update with a timestamp of a user that is known only to the lookup. */
  private static MembershipSnapshot at(long timestamp, AudienceUpdate update) {
    return ((MembershipSnapshot) update).at(Instant.ofEpochMilli(timestamp));
  }

  @Test
  void forward_storeThatReadsBack_readsTheFoundProfileOnceAndAppliesTheChangesInOrder() {
    InMemoryMembershipStore store = InMemoryMembershipStore.create();
    LookupSimulation stored =
        new LookupSimulation(
            (lookup, devices) -> null,
            builder ->
                builder.membership(
                    store,
                    MembershipPolicy.defaults()
                        .withNamespace("w")
                        .withUnknownUsers(UnknownUsers.READ_BACK)),
            config -> config.sendSegmentsAs(SendSegmentsAs.SINGLE_ATTRIBUTE));
    stored.braze.set("u", "SegmentMembership", "'7'");
    stored.transport.addUser("d", "u");
    stored.transport.addUser("d-2", "u");
    stored.transport.addAnonymous("e", "b");

    ForwardReport report =
        stored.forwarder.forward(
            List.of(entered(3, "d"), entered(4, "d-2"), entered(5, "e"), entered(6, "unknown")));

    assertThat(report.outcomes().subList(0, 2)).hasOnlyElementsOfType(Accepted.class);
    assertThat(report.outcomes().get(2).reason()).contains(Reason.NEEDS_FULL_MEMBERSHIP);
    assertThat(report.outcomes().get(3).reason()).contains(Reason.NO_IDENTIFIER);
    assertThat((String) stored.braze.attribute("u", "SegmentMembership"))
        .matches("'7',('3','4'|'4','3')");
    assertThat(stored.transport.exports())
        .containsOnlyOnce(List.of("d"), List.of("d-2"), List.of("e"), List.of("unknown"))
        .containsOnlyOnce(List.of("u"))
        .hasSize(5);
    assertThat(store.read("w", Set.of("u", "b"))).containsOnlyKeys("u");
  }

  /** The device first or last, in one call or in two. */
  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void forward_storeAndTimestamps_newestStatementOfADeviceAndItsUserWins(
      boolean deviceFirst, boolean oneCall) {
    LookupSimulation stored =
        new LookupSimulation(
            (lookup, devices) -> null,
            builder -> builder.membership(InMemoryMembershipStore.create()),
            config -> config);
    stored.transport.addUser("d", "u");
    AudienceUpdate newest = at(2_000, device(2, "d"));
    AudienceUpdate late = at(1_000, Simulation.update("u", 1));
    List<AudienceUpdate> updates = deviceFirst ? List.of(newest, late) : List.of(late, newest);

    if (oneCall) {
      stored.forwarder.forward(updates);
    } else {
      updates.forEach(update -> stored.forwarder.forward(List.of(update)));
    }

    assertThat(stored.array("u")).isEqualTo(List.of("2"));
    assertThat(stored.forwarder.forward(List.of(late)).outcomes().get(0))
        .isInstanceOf(Unchanged.class)
        .satisfies(outcome -> assertThat(outcome.reason()).contains(Reason.SUPERSEDED));
  }

  @Test
  void forward_unknownDevicesOnly_requestsAreNotTracked() {
    LookupSimulation tracked =
        new LookupSimulation(
            (lookup, devices) -> null,
            builder -> builder.trackProcessing("nightly"),
            config -> config);

    ForwardReport report = tracked.forwarder.forward(LookupSimulation.devices(3));

    assertThat(report.rejected()).isEqualTo(3);
    assertThat(report.processing().await(Duration.ofMinutes(1)))
        .isInstanceOf(ProcessingStatus.Completed.class);
    assertThat(tracked.braze.requests()).isZero();
  }

  private static MembershipChange entered(long audience, String device) {
    return MembershipChange.of(
        ((MembershipSnapshot) device(1, device)).user(), List.of(Audience.of(audience)), List.of());
  }

  @Test
  void forward_lookupOff_sendsNoLookup() {
    LookupSimulation off =
        new LookupSimulation(
            (lookup, devices) -> null, builder -> builder, config -> config.deviceLookup(false));

    assertThat(off.forwarder.forward(List.of(device(1, "d"))).rejected()).isEqualTo(1);
    assertThat(off.transport.exports()).isEmpty();
  }

  /** Uses the store on the calling thread, because a plan waits for it outside of virtual time. */
  private static AudienceForwarderBuilder withStore(AudienceForwarderBuilder builder) {
    SimulationHooks.storeExecutor(builder, Runnable::run);
    return builder.membership(InMemoryMembershipStore.create());
  }

  @Test
  void plan_userThatNeedsALookup_isRejectedWithThatReasonAndSendsNothing() {
    for (boolean store : new boolean[] {false, true}) {
      LookupSimulation planned =
          new LookupSimulation(
              (lookup, devices) -> null,
              builder -> store ? withStore(builder) : builder,
              config -> config);

      ForwardPlan plan = planned.forwarder.plan(List.of(device(1, "d"), Simulation.update("u", 2)));

      assertThat(plan.bodies()).hasSize(1);
      assertThat(plan.outcomes()).hasSize(1);
      assertThat(plan.outcomes().get(0).index()).isZero();
      assertThat(plan.outcomes().get(0).reason()).contains(Reason.NO_IDENTIFIER);
      assertThat(plan.outcomes().get(0).message()).contains("would be looked up", "sends nothing");
      assertThat(planned.transport.exports()).isEmpty();
    }
  }

  @Test
  void forward_brazeNamesTheFoundId_messageDoesNotShowIt() {
    LookupSimulation named =
        new LookupSimulation(
            (lookup, devices) -> null,
            (request, objects) ->
                ScriptedResponse.of(
                    201,
                    "{\"message\":\"success\",\"errors\":[{\"type\":\"user found-secret is blocked\","
                        + "\"index\":0}]}"),
            builder -> builder,
            config -> config);
    named.transport.addUser("d", "found-secret");

    UserOutcome outcome = named.forwarder.forward(List.of(device(1, "d"))).outcomes().get(0);

    assertThat(outcome.reason()).contains(Reason.NAMED_BY_BRAZE);
    assertThat(outcome.message()).contains("blocked").doesNotContain("found-secret");
    assertThat(Set.of(outcome.toString())).noneMatch(text -> text.contains("found-secret"));
  }
}
