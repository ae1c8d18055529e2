package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a membership store that fails affects only the updates using it. */
class StoreFailureTest extends StoreFailureFixture {
  private static void assertUnavailable(UserOutcome outcome) {
    assertThat(outcome).isInstanceOf(NotSent.class);
    assertThat(outcome.reason()).contains(Reason.STORE_UNAVAILABLE);
    assertThat(outcome.message()).contains("No space left on device");
  }

  /** The store calls of one update: read, mark and settle. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void queue_storeThrowsBeforeTheUpdateIsSent_onlyThatUpdateIsNotSent(int call) throws Exception {
    AudienceQueue queue = simulation.forwarder.queue().linger(Duration.ofMillis(10)).build();
    store.failCalls(call, call);
    List<UserOutcome> outcomes = new ArrayList<>();
    for (int id = 1; id <= 5; id++) {
      CompletionStage<UserOutcome> outcome = queue.submit(Simulation.update("u-" + id, id));
      simulation.time.advance(Duration.ofSeconds(2));
      outcomes.add(outcome.toCompletableFuture().join());
    }

    assertUnavailable(outcomes.get(0));
    assertThat(outcomes.subList(1, 5)).allMatch(Accepted.class::isInstance);
    queue.close();
  }

  @Test
  void queue_storeThrowsAfterTheUpdateWasSent_keepsTheOutcome() throws Exception {
    AudienceQueue queue = simulation.forwarder.queue().linger(Duration.ofMillis(10)).build();
    store.failCalls(3, 3);
    for (int id = 1; id <= 3; id++) {
      CompletionStage<UserOutcome> outcome = queue.submit(Simulation.update("u", id));
      simulation.time.advance(Duration.ofSeconds(2));
      assertThat(outcome.toCompletableFuture().join()).isInstanceOf(Accepted.class);
    }
    queue.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void forwardAll_storeThrowsOnce_theStreamContinues(int call) {
    store.failCalls(call, call);
    List<UserOutcome> outcomes = new ArrayList<>();
    ForwardSummary summary =
        simulation.forwarder.forwardAll(Simulation.users(9_000).iterator(), outcomes::add);

    assertThat(summary.updates()).isEqualTo(9_000);
    assertThat(summary.accepted()).isPositive();
    assertThat(outcomes)
        .filteredOn(outcome -> !(outcome instanceof Accepted))
        .allSatisfy(StoreFailureTest::assertUnavailable);
    assertThat(outcomes.get(outcomes.size() - 1)).isInstanceOf(Accepted.class);
    simulation.assertConsistent(outcomes, 9_000);
  }

  @Test
  void forward_storeAlwaysThrows_endsEachUpdateAndLaterCallsRetryTheStore() {
    store.failCalls(1, 1_000_000);
    ForwardReport report = simulation.forwarder.forward(Simulation.users(1_000));

    assertThat(report.outcomes()).hasSize(1_000).allSatisfy(StoreFailureTest::assertUnavailable);
    assertThat(simulation.braze.requests()).isZero();
    assertThat(store.calls).isLessThan(50);

    store.failCalls(0, 0);
    assertThat(simulation.forwarder.forward(Simulation.users(1_000)).accepted()).isEqualTo(1_000);
  }

  static Stream<Throwable> refusals() {
    return Stream.of(
        new RejectedExecutionException("no room"),
        new OutOfMemoryError("unable to create native thread"),
        new IOException("thrown in disguise"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void forward_storeExecutorRejects_isNotSentAndLaterCallsRetryTheStore(Throwable refusal) {
    thread.refusal = refusal;
    UserOutcome outcome = forwardOne(1);

    assertThat(outcome.reason()).contains(Reason.STORE_UNAVAILABLE);
    assertThat(outcome.message()).contains(refusal.getMessage());
    thread.refusal = null;
    assertThat(forwardOne(2)).isInstanceOf(Accepted.class);
  }

  static Stream<Arguments> causes() {
    Exception circle = new IllegalStateException("the first");
    circle.initCause(new IllegalArgumentException("the second", circle));
    return Stream.of(
        Arguments.of(new OutOfMemoryError("Java heap space"), "Java heap space"),
        Arguments.of(new StackOverflowError(), "StackOverflowError"),
        Arguments.of(new IllegalStateException("a", new IOException()), "(a)"),
        Arguments.of(new IllegalStateException("a", new IOException("b")), "(b)"),
        Arguments.of(circle, "the "),
        Arguments.of(new IOException("line\r\n2\u001b[31m\u2028\u202e3"), "(line 2 [31m 3)"),
        Arguments.of(new IOException("key u-secret of a@b.example"), "(key ... of ...)"),
        Arguments.of(new IOException("x".repeat(100_000)), "x".repeat(200) + "...)"));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void forward_storeThrows_messageHasTheCauseInOnePrintableLine(Throwable thrown, String expected) {
    store.thrown = thrown;
    store.failCalls(1, 1);
    UserOutcome outcome =
        simulation.forwarder.forward(List.of(Simulation.update("u-secret", 1))).outcomes().get(0);

    assertThat(outcome.reason()).contains(Reason.STORE_UNAVAILABLE);
    assertThat(outcome.message())
        .contains(expected)
        .hasSizeLessThan(400)
        .doesNotContain("u-secret");
    assertThat(outcome.message().chars()).noneMatch(Character::isISOControl);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void retire_storePageFails_isTruncatedAndContinuesWhenCalledAgain(int pages) {
    List<AudienceUpdate> members = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      members.add(Simulation.update("u-" + i, 1));
    }
    simulation.forwarder.forward(members);
    AudienceForwarder forwarder =
        AudienceForwarder.builder(
                BrazeAudienceConfig.builder().restApiKey("other-key").build(), simulation.braze)
            .membership(store, MembershipPolicy.defaults().withNamespace(store.namespaces.get(0)))
            .timeSource(simulation.time)
            .scheduler(simulation.time)
            .callerWait(simulation.time)
            .storeExecutor(Runnable::run)
            .build();
    store.failPagesAfter = pages;
    List<UserOutcome> outcomes = new ArrayList<>();
    ForwardSummary first = forwarder.retire(1, outcomes::add);
    store.failPagesAfter = Integer.MAX_VALUE;
    ForwardSummary second = forwarder.retire(1, outcomes::add);

    assertThat(first.truncated()).isTrue();
    assertThat(first.accepted()).isEqualTo(Math.min(1_500, pages * 1_000));
    assertThat(second.truncated()).isFalse();
    assertThat(first.accepted() + second.accepted()).isEqualTo(1_500);
    assertThat(outcomes).hasSize(1_500).allMatch(Accepted.class::isInstance);
  }
}
