package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.SimulatedProcess;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests forwarders of several processes that share a membership store that leases users. */
class SharedStoreTest extends SharedStoreFixture {
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
}
