package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.LookupSimulation.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.LookupSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests which profile an update of a user that has only device ids is written to. */
class DeviceLookupTest extends DeviceLookupFixture {
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
