package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.AttemptResult.Delivered;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.internal.wire.AttemptResult.NamedRefusal;
import io.github.brazeaudience.internal.wire.AttemptResult.WholeRefusal;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseHandlerTest {
  private static final Failure SERVER_ERROR =
      new Failure(Reason.SERVER_ERROR, "503", true, null, null);

  private final EngineFixture fixture = new EngineFixture();
  private Admission admission = fixture.admission();
  private BatchScheduler scheduler;
  private RequestSender sender;
  private final Call call = fixture.call();

  private @Nullable StopCause handle(Batch batch, AttemptResult result) {
    Completer completer = fixture.completer();
    Batcher batcher = fixture.batcher(admission, completer);
    SerialExecutor executor = new SerialExecutor(fixture, fixture, Runnable::run, () -> {});
    sender =
        new RequestSender(fixture.settings(), fixture.codec, executor, (sent, request, end) -> {});
    BatchSplitter splitter = fixture.splitter(batcher);
    scheduler =
        new BatchScheduler(List.of(batcher), fixture.resolver(), sender, splitter, completer);
    scheduler.open(call);
    batch.writes().forEach(write -> write.requestStarted(true));
    return new ResponseHandler(
            fixture.settings(), scheduler, splitter, fixture.requestSize, completer)
        .handle(batch, 1, result);
  }

  /** Starts the waiting batches and returns the sizes of the requests. */
  private List<Integer> sentAfter(Duration wait) {
    fixture.now += wait.toNanos();
    scheduler.startAll(fixture.now, 100);
    return fixture.sent.stream()
        .map(it -> EngineFixture.text(it.request.bodyParts()))
        .map(body -> body.split("external_id", -1).length - 1)
        .toList();
  }

  private String outcomes() {
    return fixture.outcomes.stream()
        .map(
            it ->
                it.getClass().getSimpleName()
                    + it.reason().map(reason -> "(" + reason + ")").orElse(""))
        .collect(Collectors.joining(" "));
  }

  private static Arguments row(
      AttemptResult result, int users, String outcomes, int sentAgain, @Nullable Reason stop) {
    return Arguments.of(result, users, outcomes, sentAgain, stop);
  }

  /** Returns results of a batch; Braze names the first user or none. */
  static Stream<Arguments> results() {
    Map<Integer, List<String>> named = Map.of(0, List.of("bad"));
    Map<Integer, List<String>> none = Map.of();
    return Stream.of(
        row(new Delivered(none, false, List.of()), 2, "Accepted Accepted", 0, null),
        row(
            new Delivered(named, false, List.of()),
            2,
            "Rejected(NAMED_BY_BRAZE) Accepted",
            0,
            null),
        row(
            new Delivered(named, true, List.of()),
            2,
            "Rejected(NAMED_BY_BRAZE) Unconfirmed(UNATTRIBUTED_ERROR)",
            0,
            null),
        row(new NamedRefusal(named, List.of()), 3, "Rejected(NAMED_BY_BRAZE)", 1, null),
        row(new WholeRefusal(400, false), 1, "Rejected(REQUEST_REFUSED)", 0, null),
        row(new WholeRefusal(413, false), 3, "", 2, null),
        row(SERVER_ERROR, 2, "", 1, null),
        row(
            new FatalFailure(Reason.UNAUTHORIZED, "401", false),
            2,
            "NotSent(UNAUTHORIZED) NotSent(UNAUTHORIZED)",
            0,
            Reason.UNAUTHORIZED),
        row(
            new FatalFailure(Reason.NO_ANSWER, "bug", true),
            2,
            "Unconfirmed(NO_ANSWER) Unconfirmed(NO_ANSWER)",
            0,
            Reason.UNREACHABLE));
  }

  @ParameterizedTest
  @MethodSource("results")
  void handle_result_settlesRetriesSplitsOrStops(
      AttemptResult result, int users, String outcomes, int sentAgain, @Nullable Reason stop) {
    StopCause cause = handle(fixture.batch(admission, call, users), result);

    assertThat(outcomes()).isEqualTo(outcomes);
    assertThat(sentAfter(Duration.ofMinutes(1))).hasSize(sentAgain);
    assertThat(cause == null ? null : cause.reason()).isEqualTo(stop);
  }

  @Test
  void handle_wholeRefusal_sendsBothHalvesAtOnce() {
    handle(fixture.batch(admission, call, 75), new WholeRefusal(400, false));

    assertThat(sentAfter(Duration.ZERO)).containsExactly(38, 37);
    assertThat(fixture.events).startsWith("batchSplit");
  }

  @Test
  void handle_pushTokenError_sendsTheRestAgainWithoutTokens() {
    UserWrite write =
        fixture.write(
            UserProfile.builder()
                .customerId("u")
                .pushToken(PushToken.of(PushPlatform.IOS, "token-1"))
                .build());
    call.add(write);
    write.moveTo(WriteState.RESOLVING);
    write.moveTo(WriteState.BATCHED);
    handle(
        fixture.batch(admission, call, List.of(write)),
        new Delivered(Map.of(0, List.of("BAD_PUSH_TOKEN_IOS")), false, List.of()));

    assertThat(outcomes()).isEmpty();
    assertThat(sentAfter(Duration.ZERO)).containsExactly(1);
    assertThat(EngineFixture.text(fixture.sent.get(0).request.bodyParts()))
        .contains("SegmentMembership")
        .doesNotContain("token-1");
  }

  @Test
  void handle_rateLimited_pausesTheLimiterAndReportsTheTime() {
    fixture.retryPolicy = RetryPolicy.defaults().withMaxAttempts(1);
    admission = fixture.admission();
    handle(
        fixture.batch(admission, call, 1),
        new Failure(Reason.RATE_LIMITED, "429", false, Duration.ofSeconds(30), null));

    assertThat(fixture.limiter.delay(0)).isEqualTo(30 * EngineFixture.SECOND);
    assertThat(outcomes()).isEqualTo("NotSent(RATE_LIMITED)");
    UserOutcome outcome = fixture.outcomes.get(0);
    assertThat(((NotSent) outcome).retryAt()).contains(fixture.now().plusSeconds(30));
  }

  @Test
  void handle_lastAttemptFails_failsTheBatch() {
    fixture.retryPolicy = RetryPolicy.defaults().withMaxAttempts(2);
    admission = fixture.admission();
    Batch batch = fixture.batch(admission, call, 1);
    batch.failed();
    handle(batch, SERVER_ERROR);

    assertThat(outcomes()).isEqualTo("Unconfirmed(SERVER_ERROR)");
    assertThat(sentAfter(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void handle_failureAfterTheCallStopped_endsTheBatch() {
    Batch batch = fixture.batch(admission, call, 2);
    call.stop(StopCause.CANCELLED);
    batch.markAborted();
    handle(batch, new Failure(Reason.UNREACHABLE, "aborted", false, null, null));

    assertThat(outcomes()).isEqualTo("NotSent(CANCELLED) NotSent(CANCELLED)");
  }

  @Test
  void handle_failedProbe_waitsWithoutCountingTheFailure() {
    Batch batch = fixture.batch(admission, call, 1);
    admission.onFailure(
        batch, new Failure(Reason.RATE_LIMITED, "429", false, Duration.ofSeconds(1), null), 0);
    admission.onStart(batch);
    handle(batch, SERVER_ERROR);

    assertThat(batch.failures()).isZero();
    assertThat(sentAfter(Duration.ofMinutes(1))).hasSize(1);
  }
}
