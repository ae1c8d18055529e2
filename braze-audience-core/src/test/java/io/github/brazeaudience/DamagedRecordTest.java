package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.DelegatingStore;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a record the store cannot read fails only the updates of its user. */
class DamagedRecordTest {
  private static final String DAMAGED = "u7";
  private static final int USERS = 100;

  private final InMemoryMembershipStore records = InMemoryMembershipStore.create();

  private AudienceForwarder forwarder(boolean storeThrows) {
    MembershipStore store = storeThrows ? new ThrowingStore(records) : records;
    BrazeAudienceConfig config = BrazeAudienceConfig.builder().restApiKey("test-key").build();
    Simulation simulation =
        new Simulation(
            7,
            config,
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder ->
                builder
                    .membership(store, MembershipPolicy.defaults().withNamespace("w"))
                    .storeExecutor(Runnable::run));
    return AudienceForwarder.builder(
            BrazeAudienceConfig.builder().restApiKey("other-key").build(), simulation.braze)
        .membership(store, MembershipPolicy.defaults().withNamespace("w"))
        .timeSource(simulation.time)
        .scheduler(simulation.time)
        .callerWait(simulation.time)
        .storeExecutor(Runnable::run)
        .build();
  }

  private static List<AudienceUpdate> snapshots(long audience) {
    return IntStream.range(0, USERS)
        .<AudienceUpdate>mapToObj(
            i -> MembershipSnapshot.of(UserProfile.ofCustomerId("u" + i), Audience.of(audience)))
        .toList();
  }

  private void damage() {
    records.update("w", Map.of(DAMAGED, present -> MembershipRecord.damaged("in a test file")));
  }

  private static void assertNotSent(UserOutcome outcome) {
    assertThat(outcome).isInstanceOf(NotSent.class);
    assertThat(outcome.reason()).contains(Reason.STORE_UNAVAILABLE);
    assertThat(outcome.attempts()).isZero();
    assertThat(outcome.message())
        .contains("failed to read its record of this user", "forget")
        .doesNotContain(DAMAGED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void forward_oneRecordDamaged_sendsAllOthersUntilItIsForgotten(boolean storeThrows) {
    AudienceForwarder forwarder = forwarder(storeThrows);
    assertThat(forwarder.forward(snapshots(1)).accepted()).isEqualTo(USERS);
    damage();

    ForwardReport report = forwarder.forward(snapshots(2));

    assertThat(report.accepted()).isEqualTo(USERS - 1);
    assertNotSent(report.outcomes().get(7));
    assertThat(forwarder.plan(snapshots(3)).outcomes())
        .singleElement()
        .satisfies(DamagedRecordTest::assertNotSent);
    forwarder.forget(UserProfile.ofCustomerId(DAMAGED));
    report = forwarder.forward(snapshots(2));
    assertThat(report.outcomes().get(7)).isInstanceOf(Accepted.class);
    assertThat(report.unchanged()).isEqualTo(USERS - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"retire", "rename"})
  void retireAndRename_oneRecordDamaged_reportItAndContinue(String operation) {
    AudienceForwarder forwarder = forwarder(false);
    forwarder.forward(snapshots(1));
    damage();
    List<UserOutcome> outcomes = new ArrayList<>();

    ForwardSummary summary =
        operation.equals("retire")
            ? forwarder.retire(1, outcomes::add)
            : forwarder.rename(Audience.of(1, "New name"), outcomes::add);

    assertThat(summary.notSent()).isEqualTo(1);
    assertThat(outcomes)
        .filteredOn(NotSent.class::isInstance)
        .singleElement()
        .satisfies(DamagedRecordTest::assertNotSent);
    assertThat(summary.accepted()).isEqualTo(operation.equals("retire") ? USERS - 1 : 0);
  }

  /** Store that fails the whole read, as a store without support for damaged records does. */
  private static final class ThrowingStore extends DelegatingStore {
    ThrowingStore(MembershipStore store) {
      super(store);
    }

    @Override
    public Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
      Map<String, MembershipRecord> found = super.read(namespace, users);
      if (found.values().stream().anyMatch(record -> record.damage().isPresent())) {
        throw new IllegalArgumentException("the record of " + DAMAGED + " cannot be read");
      }
      return found;
    }
  }
}
