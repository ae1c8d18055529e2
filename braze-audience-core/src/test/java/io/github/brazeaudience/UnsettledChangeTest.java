package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.FailingStore;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.SneakyThrow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests an accepted write whose record the membership store failed to update. */
class UnsettledChangeTest {
  private static final int SETTLE = 2;

  private final Store store = new Store();
  private @Nullable Throwable executorRefusal;
  private boolean runsOnCaller;

  /** Store that fails updates by their number, counted from 1, or by user. */
  private static final class Store extends FailingStore {
    private int updates;
    private int firstFailing = Integer.MAX_VALUE;
    private int lastFailing = Integer.MAX_VALUE;
    private Predicate<Set<String>> failing = users -> false;
    private RuntimeException thrown = new UncheckedIOException(new IOException("disk full"));

    Store() {
      super(InMemoryMembershipStore.create());
    }

    void failUpdates(int first, int last) {
      firstFailing = first;
      lastFailing = last;
    }

    @Override
    public void update(String namespace, Map<String, RecordChange> changes) {
      updates++;
      if ((updates >= firstFailing && updates <= lastFailing) || failing.test(changes.keySet())) {
        throw thrown;
      }
      super.update(namespace, changes);
    }

    boolean isPending(String user) {
      return read("w", Set.of(user)).get(user).isPending();
    }
  }

  private Simulation simulation(SendSegmentsAs mode) {
    Simulation[] made = new Simulation[1];
    made[0] =
        new Simulation(
            7,
            BrazeAudienceConfig.builder().restApiKey("test-key").sendSegmentsAs(mode).build(),
            (request, objects) -> ScriptedResponse.of(201, "{\"message\":\"success\"}"),
            builder ->
                builder
                    .membership(
                        store,
                        MembershipPolicy.defaults()
                            .withNamespace("w")
                            .withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE))
                    .storeExecutor(
                        task -> {
                          if (executorRefusal != null && store.updates == SETTLE - 1) {
                            Throwable refusal = executorRefusal;
                            executorRefusal = null;
                            SneakyThrow.<Void, RuntimeException>sneakyThrow(refusal);
                          }
                          if (runsOnCaller) {
                            task.run();
                          } else {
                            made[0].time.schedule(task, Duration.ofMillis(1));
                          }
                        }));
    return made[0];
  }

  private static AudienceUpdate entered(String user, long id, String name) {
    return MembershipChange.of(
        UserProfile.ofCustomerId(user), List.of(Audience.of(id, name)), List.of());
  }

  private static AudienceUpdate entered(String user, long id) {
    return MembershipChange.of(UserProfile.ofCustomerId(user), List.of(Audience.of(id)), List.of());
  }

  private static UserOutcome forward(Simulation simulation, AudienceUpdate update) {
    return simulation.forwarder.forward(List.of(update)).outcomes().get(0);
  }

  @Test
  void forward_settleFailsOnce_nextChangeAddsToTheAcceptedSet() {
    Simulation simulation = simulation(SendSegmentsAs.SINGLE_ATTRIBUTE);
    store.failUpdates(SETTLE, SETTLE);

    assertThat(forward(simulation, entered("u", 7))).isInstanceOf(Accepted.class);
    assertThat(forward(simulation, entered("u", 8))).isInstanceOf(Accepted.class);

    assertThat(simulation.braze.attribute("u", "SegmentMembership")).isEqualTo("'7','8'");
    assertThat(store.isPending("u")).isFalse();
  }

  @Test
  void forward_storeExecutorRejectsTheSettle_nextChangeAddsToTheAcceptedSet() {
    Simulation simulation = simulation(SendSegmentsAs.SINGLE_ATTRIBUTE);
    executorRefusal = new OutOfMemoryError("unable to create native thread");

    assertThat(forward(simulation, entered("u", 7))).isInstanceOf(Accepted.class);
    assertThat(executorRefusal).isNull();
    assertThat(forward(simulation, entered("u", 8))).isInstanceOf(Accepted.class);

    assertThat(simulation.braze.attribute("u", "SegmentMembership")).isEqualTo("'7','8'");
  }

  @Test
  void rename_settleFailsOnce_keepsTheMember() {
    Simulation simulation = simulation(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    store.failUpdates(SETTLE, SETTLE);
    assertThat(forward(simulation, entered("u", 7, "Old"))).isInstanceOf(Accepted.class);
    List<UserOutcome> outcomes = new ArrayList<>();

    runsOnCaller = true;
    simulation.forwarder.rename(Audience.of(7, "New"), outcomes::add);

    assertThat(outcomes).hasSize(1).allMatch(Accepted.class::isInstance);
    assertThat(simulation.braze.attribute("u", "In New")).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void forward_settleKeepsFailing_userWaitsForTheStoreAndLosesNothing(int failures) {
    Simulation simulation = simulation(SendSegmentsAs.SINGLE_ATTRIBUTE);
    store.failUpdates(SETTLE, SETTLE + failures);
    assertThat(forward(simulation, entered("u", 7))).isInstanceOf(Accepted.class);

    for (int i = 0; i < failures; i++) {
      UserOutcome outcome = forward(simulation, entered("u", 8));
      assertThat(outcome).isInstanceOf(NotSent.class);
      assertThat(outcome.reason()).contains(Reason.STORE_UNAVAILABLE);
      assertThat(outcome.message()).contains("disk full");
    }
    assertThat(forward(simulation, entered("u", 9))).isInstanceOf(Accepted.class);

    assertThat(simulation.braze.attribute("u", "SegmentMembership")).isEqualTo("'7','9'");
  }

  @Test
  void forward_storeFailsForOneUser_otherUsersAreWritten() {
    Simulation simulation = simulation(SendSegmentsAs.SINGLE_ATTRIBUTE);
    store.failing = users -> users.contains("u") && store.updates >= SETTLE;
    assertThat(forward(simulation, entered("u", 7))).isInstanceOf(Accepted.class);

    assertThat(forward(simulation, entered("v", 8))).isInstanceOf(Accepted.class);
    assertThat(forward(simulation, entered("u", 8))).isInstanceOf(NotSent.class);
    assertThat(store.isPending("v")).isFalse();
  }

  @Test
  void forward_oneRecordIsDamagedWhenItIsSettled_otherUsersAreSettled() {
    Simulation simulation = simulation(SendSegmentsAs.SINGLE_ATTRIBUTE);
    store.thrown = new IllegalArgumentException("a membership record is damaged");
    store.failing = users -> users.contains("u") && store.updates >= SETTLE;
    simulation.forwarder.forward(List.of(entered("u", 7), entered("v", 7)));

    assertThat(forward(simulation, entered("v", 8))).isInstanceOf(Accepted.class);
    assertThat(simulation.braze.attribute("v", "SegmentMembership")).isEqualTo("'7','8'");
    int before = store.updates;
    assertThat(forward(simulation, entered("w", 8))).isInstanceOf(Accepted.class);
    assertThat(store.updates - before).as("the damaged record is not tried again").isEqualTo(2);
  }

  @Test
  void close_settleFailed_isRetriedOnce() {
    Simulation simulation = simulation(SendSegmentsAs.SINGLE_ATTRIBUTE);
    store.failUpdates(SETTLE, SETTLE);
    assertThat(forward(simulation, entered("u", 7))).isInstanceOf(Accepted.class);
    assertThat(store.isPending("u")).isTrue();

    simulation.forwarder.close();

    assertThat(store.isPending("u")).isFalse();
  }

  @Test
  void close_settleKeepsFailing_returnsAndLeavesTheRecordPending() {
    Simulation simulation = simulation(SendSegmentsAs.SINGLE_ATTRIBUTE);
    store.failUpdates(SETTLE, Integer.MAX_VALUE);
    assertThat(forward(simulation, entered("u", 7))).isInstanceOf(Accepted.class);

    simulation.forwarder.close();

    assertThat(store.updates).isEqualTo(SETTLE + 1);
    assertThat(store.isPending("u")).isTrue();
  }
}
