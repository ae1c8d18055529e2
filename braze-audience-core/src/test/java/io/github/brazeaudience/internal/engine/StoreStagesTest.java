package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.internal.membership.MembershipSettings;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.DelegatingStore;
import io.github.brazeaudience.simulation.FailingStore;
import io.github.brazeaudience.simulation.LeasingStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stages with a membership store whose thread runs when the test lets it. */
class StoreStagesTest {
  private static final long SECOND = EngineFixture.SECOND;
  private static final StopCause BUG = new StopCause(Reason.CANCELLED, "bug");
  private static final String SUCCESS = "{\"message\":\"success\"}";

  private final EngineFixture engine = new EngineFixture();
  private final Queue<Runnable> storeThread = new ArrayDeque<>();
  private final InMemoryMembershipStore records = InMemoryMembershipStore.create();
  private final FailingStore failing = new FailingStore(records);
  private StagesFixture fixture = fixture(failing);

  private StagesFixture fixture(MembershipStore store) {
    MembershipRules rules = MembershipRules.of(engine.config, MembershipPolicy.defaults());
    engine.resolver = new MembershipSettings(store, "w", rules, storeThread::add)::resolver;
    return new StagesFixture(engine);
  }

  private UserWrite accept(Call call, String user, long audience) {
    UserWrite write =
        TestWrites.unresolved(
            engine.payload,
            MembershipSnapshot.of(UserProfile.ofCustomerId(user), Audience.of(audience)));
    call.add(write);
    fixture.stages.lookup.identify(write);
    fixture.stages.resolver.poll(engine.now);
    return write;
  }

  private void runStore() {
    while (!storeThread.isEmpty()) {
      storeThread.remove().run();
      fixture.stages.resolver.poll(engine.now);
    }
  }

  private void start(Call call) {
    call.flush();
    fixture.start();
  }

  private UserWrite send(Call call, String user, long audience) {
    UserWrite write = accept(call, user, audience);
    runStore();
    start(call);
    runStore();
    fixture.start();
    return write;
  }

  private void expire(long nanos) {
    engine.now = nanos;
    fixture.stages.resolver.expire(nanos);
  }

  private UserOutcome onlyOutcome() {
    assertThat(engine.outcomes).hasSize(1);
    return engine.outcomes.get(0);
  }

  private @Nullable MembershipRecord record(String user) {
    return records.read("w", List.of(user)).get(user);
  }

  private void assertStoreTimeout() {
    assertThat(onlyOutcome()).isInstanceOf(NotSent.class);
    assertThat(onlyOutcome().message()).isEqualTo(StopCause.STORE_TIMEOUT.message());
  }

  @Test
  void send_knownUserWithTheSameMembership_isUnchanged() {
    Call call = fixture.open();
    send(call, "u", 1);
    fixture.respond(0, 201, SUCCESS);
    runStore();
    assertThat(engine.outcomes).hasOnlyElementsOfType(Accepted.class);

    engine.now = 2 * SECOND;
    fixture.stages.sequencer.endCooldowns(engine.now);
    send(call, "u", 1);

    assertThat(engine.outcomes.get(1)).isInstanceOf(Unchanged.class);
    assertThat(engine.sent).hasSize(1);
  }

  @Test
  void expire_readDoesNotReturn_failsTheWriteAtItsDeadline() {
    Call call = fixture.open(engine.call(CallDeadline.at(20 * SECOND)));
    UserWrite write = accept(call, "u", 1);
    assertThat(fixture.stages.resolver.nextWakeNanos(0)).isEqualTo(20 * SECOND);
    assertThat(call.isResolved()).isFalse();

    expire(20 * SECOND - 1);
    assertThat(write.isDone()).isFalse();
    expire(20 * SECOND);

    assertStoreTimeout();
    assertThat(call.isResolved()).isTrue();
    assertThat(fixture.stages.resolver.nextWakeNanos(engine.now)).isNull();
    runStore();
    start(call);
    assertThat(engine.sent).as("the late record is ignored").isEmpty();
  }

  @Test
  void drain_readDoesNotReturn_waitsFiveSecondsMore() {
    Call call = fixture.open();
    accept(call, "u", 1);
    engine.now = SECOND;
    call.stop(StopCause.CANCELLED);
    fixture.stages.resolver.drain(call, StopCause.CANCELLED);

    expire(6 * SECOND - 1);
    assertThat(engine.outcomes).isEmpty();
    expire(6 * SECOND);

    assertThat(onlyOutcome().reason()).contains(Reason.CANCELLED);
  }

  @Test
  void expire_markDoesNotReturn_failsTheBatchAtItsDeadline() {
    Call call = fixture.open(engine.call(CallDeadline.at(20 * SECOND)));
    accept(call, "u", 1);
    runStore();
    start(call);
    assertThat(fixture.stages.resolver.marking()).isEqualTo(1);
    assertThat(fixture.stages.resolver.nextWakeNanos(0)).isEqualTo(20 * SECOND);

    expire(20 * SECOND - 1);
    assertThat(engine.outcomes).isEmpty();
    expire(20 * SECOND);

    runStore();
    assertStoreTimeout();
    assertThat(fixture.stages.resolver.marking()).isZero();
    assertThat(engine.sent).isEmpty();
    assertThat(record("u")).as("the late mark is taken back").isNull();
  }

  @Test
  void mark_storeThrows_sendsNothingAndRecordsNothing() {
    Call call = fixture.open();
    accept(call, "u", 1);
    runStore();
    failing.failUpdates = true;
    start(call);
    runStore();

    assertThat(onlyOutcome().reason()).contains(Reason.STORE_UNAVAILABLE);
    assertThat(engine.sent).isEmpty();
    failing.failUpdates = false;
    send(call, "v", 1);
    assertThat(engine.sent).hasSize(1);
    assertThat(record("u")).isNull();
  }

  /** Another process can overwrite the write only if the store is shared. */
  @ParameterizedTest
  @CsvSource({"false, Accepted", "true, Unconfirmed"})
  void expire_settlementDoesNotReturn_reportsTheOutcomeAfterFiveSeconds(
      boolean shared, String outcome) {
    if (shared) {
      fixture = fixture(new LeasingStore(engine));
    }
    Call call = fixture.open();
    send(call, "u", 1);
    fixture.respond(0, 201, SUCCESS);
    assertThat(engine.outcomes).isEmpty();
    assertThat(fixture.stages.resolver.nextWakeNanos(0)).isEqualTo(5 * SECOND);

    expire(5 * SECOND - 1);
    assertThat(engine.outcomes).isEmpty();
    expire(5 * SECOND);

    assertThat(onlyOutcome().getClass().getSimpleName()).isEqualTo(outcome);
    runStore();
    assertThat(onlyOutcome().attempts()).isEqualTo(1);
  }

  @Test
  void expire_userLeasedToAnotherProcess_failsTheWriteAtItsDeadline() {
    LeasingStore shared = new LeasingStore(engine);
    fixture = fixture(shared);
    shared.leaseToAnother("u", Duration.ofSeconds(30));
    Call call = fixture.open(engine.call(CallDeadline.at(20 * SECOND)));
    accept(call, "u", 1);
    runStore();
    assertThat(call.isResolved()).as("other writes of the call do not wait for it").isTrue();

    expire(20 * SECOND);

    assertThat(onlyOutcome().message()).isEqualTo(StopCause.LEASE_REFUSED.message());
    assertThat(call.isResolved()).isTrue();
    assertThat(fixture.stages.resolver.nextWakeNanos(engine.now)).isNull();
  }

  @Test
  void poll_userLeasedToAnotherProcess_readsAgainAfterTheLease() {
    LeasingStore shared = new LeasingStore(engine);
    fixture = fixture(shared);
    shared.leaseToAnother("u", Duration.ofMillis(60));
    Call call = fixture.open();
    UserWrite write = accept(call, "u", 1);
    runStore();
    long[] waits = {50, 150};
    for (long millis : waits) {
      assertThat(write.isResolved()).isFalse();
      assertThat(fixture.stages.resolver.nextWakeNanos(engine.now))
          .isEqualTo(Duration.ofMillis(millis).toNanos());
      engine.now = Duration.ofMillis(millis).toNanos();
      fixture.stages.resolver.poll(engine.now);
      runStore();
    }

    assertThat(write.isResolved()).isTrue();
    start(call);
    runStore();
    fixture.start();
    assertThat(engine.sent).hasSize(1);
  }

  @Test
  void mark_leaseTakenOver_failsTheBatch() {
    LeasingStore shared = new LeasingStore(engine);
    fixture = fixture(shared);
    Call call = fixture.open();
    accept(call, "u", 1);
    runStore();
    shared.leaseToAnother("u", Duration.ofSeconds(30));
    start(call);
    runStore();

    assertThat(onlyOutcome().message()).isEqualTo(StopCause.LEASE_LOST.message());
    assertThat(engine.sent).isEmpty();
  }

  /** After a failure of the engine, nothing waits for the store, and the same users are sent. */
  @ParameterizedTest
  @CsvSource({"read", "lease", "mark"})
  void recover_writeWaitsForTheStore_endsItAndSendsTheNextOne(String waitsFor) {
    LeasingStore shared = new LeasingStore(engine);
    fixture = fixture(waitsFor.equals("lease") ? shared : failing);
    shared.leaseToAnother("u", Duration.ofMillis(1));
    Call call = fixture.open();
    accept(call, "u", 1);
    if (!waitsFor.equals("read")) {
      runStore();
      start(call);
    }
    recover();

    assertThat(onlyOutcome().message()).isEqualTo(BUG.message());
    assertThat(fixture.stages.resolver.marking()).isZero();
    assertThat(fixture.stages.resolver.nextWakeNanos(engine.now)).isNull();
    runStore();
    engine.now = SECOND;
    send(call, "u", 1);
    assertThat(engine.sent).hasSize(1);
    fixture.respond(0, 201, SUCCESS);
    runStore();
    assertThat(engine.outcomes.get(1)).isInstanceOf(Accepted.class);
  }

  @Test
  void recover_acceptedWriteIsNotSettled_settlesItsRecordBeforeTheNextRead() {
    Call call = fixture.open();
    send(call, "u", 1);
    fixture.thrownByHandler = new IllegalStateException("bug");
    fixture.respond(0, 201, SUCCESS);
    recover();
    fixture.thrownByHandler = null;
    assertThat(onlyOutcome()).isInstanceOf(Accepted.class);

    engine.now = 2 * SECOND;
    fixture.stages.sequencer.endCooldowns(engine.now);
    send(call, "u", 1);

    assertThat(engine.outcomes.get(1)).as("its record is settled").isInstanceOf(Unchanged.class);
  }

  @Test
  void isSettled_unsettledChange_triesOnceAndWaitsFiveSecondsAtMost() {
    assertThat(fixture.stages.resolver.isSettled(0)).as("nothing is left to settle").isTrue();
    fixture = fixture(failing);
    Call call = fixture.open();
    send(call, "u", 1);
    failing.failUpdates = true;
    fixture.respond(0, 201, SUCCESS);
    runStore();
    assertThat(onlyOutcome()).isInstanceOf(Accepted.class);

    assertThat(fixture.stages.resolver.isSettled(SECOND)).isFalse();
    assertThat(fixture.stages.resolver.nextWakeNanos(SECOND)).isEqualTo(6 * SECOND);
    assertThat(fixture.stages.resolver.isSettled(6 * SECOND - 1)).isFalse();
    assertThat(fixture.stages.resolver.isSettled(6 * SECOND)).as("after 5 s").isTrue();
    assertThat(fixture.stages.resolver.nextWakeNanos(6 * SECOND)).isNull();

    failing.failUpdates = false;
    runStore();
    assertThat(fixture.stages.resolver.isSettled(6 * SECOND)).isTrue();
    assertThat(Objects.requireNonNull(record("u")).isPending()).isFalse();
  }

  @Test
  void read_damagedRecord_failsOnlyItsUser() {
    DelegatingStore damaged =
        new DelegatingStore(records) {
          @Override
          public Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
            if (users.contains("bad")) {
              throw new IllegalArgumentException("damaged");
            }
            return super.read(namespace, users);
          }
        };
    fixture = fixture(damaged);
    Call call = fixture.open();
    accept(call, "first", 1);
    accept(call, "bad", 1);
    accept(call, "good", 1);
    runStore();
    start(call);
    runStore();
    fixture.start();
    fixture.respond(0, 201, SUCCESS);
    runStore();

    assertThat(engine.outcomes)
        .extracting(it -> it.getClass().getSimpleName())
        .containsExactlyInAnyOrder("NotSent", "Accepted", "Accepted");
  }

  private void recover() {
    new Recovery(fixture.stages).recover(BUG);
  }
}
