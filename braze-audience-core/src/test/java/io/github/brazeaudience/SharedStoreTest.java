package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.LeasingStore;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.SimulatedProcess;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forwarders of several processes share a membership store that leases users. */
class SharedStoreTest {
  private static final String STRING_ATTRIBUTE = "SegmentMembership";
  private static final int USERS = 8;
  private static final int UPDATES = 150;
  private static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder()
          .restApiKey("test-key")
          .sendSegmentsAs(SendSegmentsAs.SINGLE_ATTRIBUTE)
          .build();
  private static final MembershipPolicy POLICY =
      MembershipPolicy.defaults().withNamespace("w").withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE);

  private final VirtualTime time = new VirtualTime();
  private final LeasingStore store = new LeasingStore(time);
  private SimulatedBraze braze =
      new SimulatedBraze(
          time, (request, objects) -> ScriptedResponse.of(201, SimulatedBraze.SUCCESS));

  private SimulatedProcess process(Random random) {
    return process(random, false);
  }

  private SimulatedProcess process(Random random, boolean storeStalls) {
    return new SimulatedProcess(
        time,
        braze,
        CONFIG,
        store.ofAnotherProcess(),
        POLICY,
        random,
        storeStalls,
        builder -> builder);
  }

  private static MembershipChange entered(String user, long audience) {
    return MembershipChange.of(
        UserProfile.ofCustomerId(user), List.of(Audience.of(audience)), List.of());
  }

  private static UserOutcome outcome(ForwardReportHolder call) {
    return call.outcomes.get(0);
  }

  /** The outcomes of a call once it has ended. */
  private static final class ForwardReportHolder {
    private List<UserOutcome> outcomes = List.of();
  }

  private static ForwardReportHolder forward(SimulatedProcess process, AudienceUpdate... updates) {
    ForwardReportHolder holder = new ForwardReportHolder();
    var unused =
        process
            .forwarder
            .forwardAsync(List.of(updates))
            .report()
            .thenAccept(report -> holder.outcomes = report.outcomes());
    return holder;
  }

  @Test
  void forward_userLeasedToAnother_waitsUntilTheLeaseEndsAndOthersGoOn() {
    SimulatedProcess process = process(new Random(1));
    store.leaseToAnother("u-1", Duration.ofSeconds(20));

    ForwardReportHolder call = forward(process, entered("u-1", 1), entered("u-2", 2));
    time.advance(Duration.ofSeconds(19));
    assertThat(braze.attribute("u-2", STRING_ATTRIBUTE)).isEqualTo("'2'");
    assertThat(braze.profile("u-1")).isNull();
    time.advance(Duration.ofSeconds(3));

    assertThat(call.outcomes).hasSize(2).allMatch(Accepted.class::isInstance);
    assertThat(braze.attribute("u-1", STRING_ATTRIBUTE)).isEqualTo("'1'");
  }

  @Test
  void forward_userLeasedUntilTheDeadline_isNotSent() {
    SimulatedProcess process =
        new SimulatedProcess(
            time,
            braze,
            CONFIG,
            store,
            POLICY,
            new Random(1),
            false,
            builder ->
                builder.retryPolicy(RetryPolicy.defaults().withDeadline(Duration.ofSeconds(30))));
    store.leaseToAnother("u-1", Duration.ofHours(1));

    ForwardReportHolder waiting = forward(process, entered("u-1", 1));
    time.advance(Duration.ofSeconds(40));

    NotSent notSent = (NotSent) outcome(waiting);
    assertThat(notSent.reason()).contains(Reason.STORE_UNAVAILABLE);
    assertThat(notSent.message()).contains("another process was writing this user");
    assertThat(braze.requests()).isZero();
  }

  @Test
  void forward_unchanged_releasesTheUserAtOnce() {
    SimulatedProcess first = process(new Random(1));
    SimulatedProcess second = process(new Random(2));
    forward(first, entered("u-1", 1));
    time.advance(Duration.ofSeconds(5));

    ForwardReportHolder unchanged = forward(first, entered("u-1", 1));
    time.advance(Duration.ofMillis(100));
    assertThat(outcome(unchanged)).isInstanceOf(Unchanged.class);
    assertThat(store.leased()).isZero();
    ForwardReportHolder next = forward(second, entered("u-1", 2));
    time.advance(Duration.ofMillis(250));

    assertThat(outcome(next)).isInstanceOf(Accepted.class);
    assertThat(braze.attribute("u-1", STRING_ATTRIBUTE)).isEqualTo("'1','2'");
  }

  @Test
  void forward_afterAnotherProcessWrote_waitsForTheMinUserWriteInterval() {
    SimulatedProcess first = process(new Random(1));
    SimulatedProcess second = process(new Random(2));
    forward(first, entered("u-1", 1));
    time.advance(Duration.ofMillis(60));
    forward(second, entered("u-1", 2));
    time.advance(Duration.ofSeconds(10));

    List<Long> starts = braze.starts();
    assertThat(starts).hasSize(2);
    // A request takes 100 ms.
    assertThat(Duration.ofNanos(starts.get(1) - starts.get(0)))
        .isGreaterThanOrEqualTo(
            AudienceForwarderBuilder.DEFAULT_MIN_USER_WRITE_INTERVAL.plusMillis(100));
  }

  @Test
  void forward_leaseTakenOverBeforeTheRequest_isNotSent() {
    SimulatedProcess process = process(new Random(1));
    ForwardReportHolder call = forward(process, entered("u-1", 1));
    while (store.leased() == 0) {
      assertThat(time.runNext()).isTrue();
    }
    store.leaseToAnother("u-1", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(10));

    NotSent notSent = (NotSent) outcome(call);
    assertThat(notSent.reason()).contains(Reason.STORE_UNAVAILABLE);
    assertThat(notSent.message()).contains("another process took over a user");
    assertThat(braze.requests()).isZero();
  }

  @Test
  void forward_acceptedAndUserTakenOverBeforeItIsRecorded_isUnconfirmed() {
    SimulatedProcess process = process(new Random(1));
    ForwardReportHolder call = forward(process, entered("u-1", 1));
    while (braze.requests() == 0) {
      assertThat(time.runNext()).isTrue();
    }
    store.leaseToAnother("u-1", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(10));

    assertThat(outcome(call)).isInstanceOf(Unconfirmed.class);
    assertThat(outcome(call).message()).contains("did not record it in time");
    assertThat(forward(process, entered("u-1", 2))).isNotNull();
    time.advance(Duration.ofSeconds(10));
    assertThat(braze.attribute("u-1", STRING_ATTRIBUTE)).isEqualTo("'2'");
  }

  @Test
  void forward_retriesOutlastTheLease_extendsItAndTheOtherProcessWaits() {
    long failing = Duration.ofSeconds(200).toNanos();
    braze =
        new SimulatedBraze(
            time,
            (request, objects) ->
                time.elapsed().toNanos() < failing
                    ? ScriptedResponse.of(500, "{}").withLatency(Duration.ofSeconds(25))
                    : ScriptedResponse.of(201, SimulatedBraze.SUCCESS));
    ForwardReportHolder first = forward(process(new Random(1)), entered("u-1", 1));
    time.advance(Duration.ofSeconds(1));
    ForwardReportHolder second = forward(process(new Random(2)), entered("u-1", 2));
    time.runUntilIdle();

    assertThat(braze.violations()).isEmpty();
    assertThat(outcome(first)).isInstanceOf(Accepted.class);
    assertThat(outcome(second)).isInstanceOf(Accepted.class);
    assertThat(braze.attribute("u-1", STRING_ATTRIBUTE)).isEqualTo("'1','2'");
  }

  static LongStream seeds() {
    Long only = Long.getLong("shared.seed");
    return only != null
        ? LongStream.of(only)
        : LongStream.range(0, Boolean.getBoolean("tests.full") ? 1_000 : 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void forward_processesWithTheSameUsersAndOneKilled_leavesEveryProfileRight(long seed) {
    Random random = new Random(seed);
    braze = new SimulatedBraze(time, (request, objects) -> response(random));
    List<SimulatedProcess> processes = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      processes.add(process(new Random(random.nextLong()), seed % 2 == 1));
    }
    Map<String, Set<Long>> expected = new HashMap<>();
    List<MembershipChange> open = new ArrayList<>();
    long audience = 0;
    while (audience < UPDATES) {
      List<MembershipChange> updates = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        audience++;
        String user = "u-" + random.nextInt(USERS);
        updates.add(entered(user, audience));
        expected.computeIfAbsent(user, first -> new TreeSet<>()).add(audience);
      }
      open.addAll(updates);
      time.schedule(
          () -> forwardUntilAccepted(processes, random, updates, open),
          Duration.ofMillis(random.nextInt(20_000)));
    }
    time.schedule(
        () -> {
          processes.get(0).kill();
          // Its source delivers again what it did not acknowledge.
          forwardUntilAccepted(processes, random, List.copyOf(open), open);
        },
        Duration.ofMillis(random.nextInt(25_000)));
    time.runUntilIdle();

    assertThat(open).as("not accepted, seed %d", seed).isEmpty();
    assertThat(braze.violations()).as("violations, seed %d", seed).isEmpty();
    expected.forEach(
        (user, audiences) ->
            assertThat(audiences(user)).as("%s, seed %d", user, seed).isEqualTo(audiences));
  }

  private Set<Long> audiences(String user) {
    Set<Long> ids = new TreeSet<>();
    for (String id : String.valueOf(braze.attribute(user, STRING_ATTRIBUTE)).split(",", -1)) {
      ids.add(Long.parseLong(id.replace("'", "")));
    }
    return ids;
  }

  private static void forwardUntilAccepted(
      List<SimulatedProcess> processes,
      Random random,
      List<MembershipChange> updates,
      List<MembershipChange> open) {
    if (updates.isEmpty()) {
      return;
    }
    SimulatedProcess process = processes.get(random.nextInt(processes.size()));
    if (process.isKilled()) {
      process = processes.get(processes.size() - 1);
    }
    var unused =
        process
            .forwarder
            .forwardAsync(updates)
            .report()
            .thenAccept(
                report -> {
                  List<MembershipChange> again = new ArrayList<>();
                  for (UserOutcome outcome : report.outcomes()) {
                    MembershipChange update = (MembershipChange) outcome.update();
                    if (outcome instanceof Accepted || outcome instanceof Unchanged) {
                      open.remove(update);
                    } else {
                      again.add(update);
                    }
                  }
                  forwardUntilAccepted(processes, random, again, open);
                });
  }

  /** One request in ten fails; some of those are applied anyway, and all writes are late. */
  private static ScriptedResponse response(Random random) {
    Duration latency = Duration.ofMillis(20 + random.nextInt(1_500));
    long interval = AudienceForwarderBuilder.DEFAULT_MIN_USER_WRITE_INTERVAL.toMillis();
    boolean applied = random.nextBoolean();
    ScriptedResponse response =
        switch (random.nextInt(30)) {
          case 0 -> ScriptedResponse.failure(Delivery.UNKNOWN).withApplied(object -> applied);
          case 1 -> ScriptedResponse.of(500, "{}").withApplied(object -> applied);
          default -> ScriptedResponse.of(201, SimulatedBraze.SUCCESS);
        };
    return response
        .withLatency(random.nextInt(30) == 0 ? Duration.ofSeconds(45) : latency)
        .withWriteDelay(() -> Duration.ofMillis(random.nextLong(interval)));
  }
}
