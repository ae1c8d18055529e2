package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.LookupSimulation.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.simulation.LookupSimulation;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests updates of users that have only device ids with a membership store. */
class DeviceLookupStoreTest extends DeviceLookupFixture {
  @Test
  void forward_membershipStore_hasOnlyUsersWithAnExternalId() {
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

  private static MembershipChange entered(long audience, String device) {
    return MembershipChange.of(
        ((MembershipSnapshot) device(1, device)).user(), List.of(Audience.of(audience)), List.of());
  }
}
