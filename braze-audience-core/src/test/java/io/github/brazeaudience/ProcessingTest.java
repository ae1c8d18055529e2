package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Processing;
import io.github.brazeaudience.outcome.ProcessingStatus;
import io.github.brazeaudience.outcome.ProcessingStatus.Completed;
import io.github.brazeaudience.outcome.ProcessingStatus.InProgress;
import io.github.brazeaudience.outcome.ProcessingStatus.Unavailable;
import io.github.brazeaudience.outcome.ProcessingStatus.Unknown;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.TrackingBraze;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the wait for the processing of requests, on a virtual clock against a simulated Braze. */
class ProcessingTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final String EMPTY = "{\"results\":[]}";

  private final VirtualTime time = new VirtualTime();
  private SimulatedBraze.Script tracks = (request, objects) -> ScriptedResponse.of(201, SUCCESS);
  private TrackingBraze.Script polls = (poll, group) -> null;
  private final TrackingBraze braze =
      new TrackingBraze(
          time,
          new SimulatedBraze(time, (request, objects) -> tracks.respond(request, objects)),
          (poll, group) -> polls.respond(poll, group));
  private final AudienceForwarder forwarder =
      forwarder(builder -> builder.trackProcessing("nightly"));

  private AudienceForwarder forwarder(UnaryOperator<AudienceForwarderBuilder> policies) {
    AudienceForwarderBuilder builder =
        AudienceForwarder.builder(
                BrazeAudienceConfig.builder().restApiKey("secret-key").build(), braze)
            .timeSource(time)
            .scheduler(time)
            .callbackExecutor(Runnable::run)
            .random(new Random(1));
    SimulationHooks.callerWait(builder, time);
    return policies.apply(builder).build();
  }

  private Processing forwarded(int users) {
    return forwarder.forward(Simulation.users(users)).processing();
  }

  private Instant now() {
    return time.now();
  }

  private List<Long> pollsAfter(Duration start) {
    return braze.polls().stream().map(at -> at.minus(start).toMillis()).toList();
  }

  private static String why(ProcessingStatus status) {
    assertThat(status).isInstanceOf(Unavailable.class);
    return ((Unavailable) status).why();
  }

  @Test
  void await_processingHeld_endsWhenAndOnlyWhenBrazeReportsCompleted() {
    Processing processing = forwarded(200);
    Duration start = time.elapsed();
    Instant released = now().plusSeconds(40);
    time.schedule(braze::release, Duration.ofSeconds(40));

    assertThat(processing.await(TEN_MINUTES)).isEqualTo(new Completed(released));

    assertThat(pollsAfter(start)).hasSize(7).startsWith(0L, 2_050L, 5_100L, 9_650L);
    assertThat(time.elapsed().minus(start))
        .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(56));
    assertThat(processing.await(TEN_MINUTES)).isEqualTo(new Completed(released));
    assertThat(braze.polls()).as("the result is known").hasSize(7);
  }

  @Test
  void await_timeout_isInProgressWithTheCounts() {
    Processing processing = forwarded(200);
    braze.release();
    Duration start = time.elapsed();
    braze.receive(braze.groups().get(0));
    braze.receive(braze.groups().get(0));

    assertThat(processing.await(Duration.ofSeconds(30))).isEqualTo(new InProgress(5, 3));
    assertThat(time.elapsed().minus(start)).isEqualTo(Duration.ofSeconds(30));
    braze.release();
    assertThat(processing.await(Duration.ofSeconds(30)))
        .isEqualTo(new Completed(now().minusMillis(50)));
  }

  @Test
  void await_largestTimeout_endsWhenBrazeForgetsTheRequests() {
    Processing processing = forwarded(1);
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(processing.await(forever)).isEqualTo(new InProgress(1, 0));
    assertThat(processing.await(forever)).isEqualTo(new Unknown());
    assertThat(time.elapsed()).isBetween(Duration.ofHours(23), Duration.ofHours(25));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void await_timeoutNotPositive_saysWhatToWrite(long seconds) {
    Processing processing = forwarded(1);
    assertThatThrownBy(() -> processing.await(Duration.ofSeconds(seconds)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 0");
  }

  @Test
  void await_nothingSent_isCompletedAtTheEndOfTheCallWithoutPolling() {
    Instant end = now();
    Processing processing = forwarded(0);
    time.advance(Duration.ofDays(3));

    assertThat(processing.await(TEN_MINUTES)).isEqualTo(new Completed(end));
    assertThat(braze.polls()).isEmpty();
  }

  @Test
  void await_forgottenRequests_isUnknownWithoutPolling() {
    Processing processing = forwarded(1);
    braze.release();
    time.advance(Duration.ofHours(24));

    assertThat(processing.await(TEN_MINUTES)).isEqualTo(new Unknown());
    assertThat(braze.polls()).isEmpty();
  }

  @Test
  void await_groupNotYetKnown_pollsOnceMoreBeforeUnknown() {
    Processing processing = forwarded(1);
    polls = (poll, group) -> ScriptedResponse.of(200, EMPTY);
    Duration start = time.elapsed();

    assertThat(processing.await(TEN_MINUTES)).isEqualTo(new Unknown());
    assertThat(pollsAfter(start)).containsExactly(0L, 2_050L);
  }

  @Test
  void await_groupKnownAtTheSecondPoll_isCompleted() {
    Processing processing = forwarded(1);
    braze.release();
    Instant released = now();
    polls = (poll, group) -> poll == 0 ? ScriptedResponse.of(200, EMPTY) : null;

    assertThat(processing.await(TEN_MINUTES)).isEqualTo(new Completed(released));
  }

  @Test
  void await_fewerCountedThanAccepted_isNotCompleted() {
    Processing processing = forwarded(200);
    String group = braze.groups().get(0);
    polls =
        (poll, id) ->
            ScriptedResponse.of(
                200,
                """
                {"results":[{"group_id":"%s","status":"completed","received":2,"done":2,
                "final_completion_time":"2026-01-01T00:00:00Z"}]}"""
                    .formatted(group));

    assertThat(processing.await(TEN_MINUTES)).isEqualTo(new InProgress(2, 2));
    assertThat(braze.polls()).hasSizeGreaterThan(30);
  }

  @Test
  void await_completedWithoutATime_isCompletedAtTheTimeOfTheResponse() {
    Processing processing = forwarded(1);
    String group = braze.groups().get(0);
    polls =
        (poll, id) ->
            ScriptedResponse.of(
                200,
                """
                {"results":[{"group_id":"%s","status":"completed","received":1,"done":1}]}"""
                    .formatted(group));

    ProcessingStatus status = processing.await(TEN_MINUTES);
    assertThat(status).isEqualTo(new Completed(now()));
  }

  @ParameterizedTest
  @CsvSource({
    "403, '{\"message\":\"Access Denied\"}',  users.track.status",
    "403, '{\"message\":\"API request status is not enabled for this app group.\"}', beta",
    "401, '{\"message\":\"Invalid API Key\"}', users.track.status",
    "404, '',                                  check the endpoint",
    "400, '{\"message\":\"Invalid group_id\"}', returned 400",
    "302, '',                                  returned 302",
  })
  void await_refusal_isUnavailableAtOnce(int status, String body, String expected) {
    Processing processing = forwarded(1);
    polls = (poll, group) -> ScriptedResponse.of(status, body);

    assertThat(why(processing.await(TEN_MINUTES)))
        .contains(expected, "/users/track/status", "rest.iad-03.braze.com")
        .doesNotContain("secret-key", "nightly");
    assertThat(braze.polls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"results\":null}", "<html>oops</html>"})
  void await_malformedBody_isPolledUntilTheTimeout(String body) {
    Processing processing = forwarded(1);
    polls = (poll, group) -> ScriptedResponse.of(200, body);
    Duration start = time.elapsed();

    assertThat(why(processing.await(TEN_MINUTES)))
        .contains("200", "not of the documented form")
        .doesNotContain("oops");
    assertThat(time.elapsed().minus(start)).isEqualTo(TEN_MINUTES);
    assertThat(braze.polls()).hasSizeGreaterThan(30);
  }

  @Test
  void await_malformedBodiesAndErrorsBefore_isCompleted() {
    Processing processing = forwarded(1);
    braze.release();
    polls =
        (poll, group) ->
            switch (poll) {
              case 0 -> ScriptedResponse.of(200, "{");
              case 1 -> ScriptedResponse.of(503, "");
              case 2 -> ScriptedResponse.failure(Delivery.UNKNOWN);
              case 3 -> ScriptedResponse.failure(Delivery.NOT_SENT);
              default -> null;
            };

    assertThat(processing.await(TEN_MINUTES)).isInstanceOf(Completed.class);
  }

  @ParameterizedTest
  @CsvSource({"true, did not respond", "false, 503"})
  void await_noUsableResponseUntilTheTimeout_isUnavailable(boolean lost, String expected) {
    Processing processing = forwarded(1);
    polls =
        (poll, group) ->
            lost ? ScriptedResponse.failure(Delivery.UNKNOWN) : ScriptedResponse.of(503, "");
    Duration start = time.elapsed();

    assertThat(why(processing.await(TEN_MINUTES))).contains(expected);
    assertThat(time.elapsed().minus(start)).isEqualTo(TEN_MINUTES);
  }

  @Test
  void await_errorsAfterAUsableResponse_keepsItsCounts() {
    Processing processing = forwarded(200);
    polls = (poll, group) -> poll == 0 ? null : ScriptedResponse.of(503, "");

    assertThat(processing.await(TEN_MINUTES)).isEqualTo(new InProgress(3, 0));
  }

  @Test
  void await_rateLimited_keepsThePauseAfterTheLastRetryToo() {
    Processing processing = forwarded(1);
    braze.release();
    Duration start = time.elapsed();
    polls =
        (poll, group) ->
            poll < 4 ? ScriptedResponse.of(429, "").withHeader("Retry-After", "30") : null;

    assertThat(processing.await(TEN_MINUTES)).isInstanceOf(Completed.class);
    assertThat(pollsAfter(start)).containsExactly(0L, 30_050L, 60_100L, 90_150L, 120_200L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_group_id",
        "request_status_active_group_limit_exceeded",
        "request_status_group_full",
        "request_status_not_tracked"
      })
  void await_trackingErrorInOneResponse_isUnavailableAndNoPartOfAnOutcome(String type) {
    String body = "{\"message\":\"success\",\"errors\":[{\"type\":\"" + type + "\"}]}";
    tracks = (request, objects) -> ScriptedResponse.of(201, request == 1 ? body : SUCCESS);
    ForwardReport report = forwarder.forward(Simulation.users(200));
    braze.release();

    assertThat(report.accepted()).isEqualTo(200);
    assertThat(why(report.processing().await(TEN_MINUTES))).contains(type);
    assertThat(braze.polls()).isEmpty();
  }

  @Test
  void await_everyResponseLost_isCompletedOnlyIfBrazeReportsIt() {
    tracks = (request, objects) -> ScriptedResponse.failure(Delivery.UNKNOWN);
    ForwardReport report = forwarder.forward(Simulation.users(1));
    assertThat(report.unconfirmed()).isEqualTo(1);

    assertThat(report.processing().await(TEN_MINUTES)).isEqualTo(new Unknown());
    braze.receive(braze.groups().get(0));
    assertThat(report.processing().await(TEN_MINUTES)).isEqualTo(new InProgress(1, 0));
    braze.release();
    assertThat(report.processing().await(TEN_MINUTES)).isInstanceOf(Completed.class);
  }

  /** Without a network, a wait for requests that Braze cannot have received is pointless. */
  @Test
  void await_noRequestMayHaveArrived_isUnknownWithoutPolling() {
    tracks = (request, objects) -> ScriptedResponse.failure(Delivery.NOT_SENT);
    polls = (poll, group) -> ScriptedResponse.failure(Delivery.NOT_SENT);
    ForwardReport report = forwarder.forward(Simulation.users(1));
    assertThat(report.notSent()).isEqualTo(1);
    Duration start = time.elapsed();

    assertThat(report.processing().await(TEN_MINUTES)).isEqualTo(new Unknown());
    assertThat(time.elapsed()).isEqualTo(start);
    assertThat(braze.polls()).isEmpty();
  }

  @Test
  void await_everyRequestRefused_isUnknown() {
    tracks = (request, objects) -> ScriptedResponse.of(401, "");
    ForwardReport report = forwarder.forward(Simulation.users(1));

    assertThat(report.processing().await(TEN_MINUTES)).isEqualTo(new Unknown());
  }

  @Test
  void await_interrupted_returnsWhatIsKnownAndRestoresTheInterrupt() {
    Processing processing = forwarded(200);
    Thread thread = Thread.currentThread();
    time.schedule(thread::interrupt, Duration.ofSeconds(1));
    time.schedule(() -> {}, Duration.ofMillis(1_500));

    assertThat(processing.await(TEN_MINUTES)).isEqualTo(new InProgress(3, 0));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void await_interruptedBefore_isUnavailableAndRestoresTheInterrupt() {
    Processing processing = forwarded(200);
    Thread.currentThread().interrupt();

    assertThat(why(processing.await(TEN_MINUTES))).contains("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    braze.release();
    assertThat(processing.await(TEN_MINUTES)).isInstanceOf(Completed.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 25, 1_000})
  void await_forwarderClosed_isUnavailable(long millis) {
    Processing processing = forwarded(1);
    if (millis == 0) {
      forwarder.close();
    } else {
      time.schedule(forwarder::close, Duration.ofMillis(millis));
    }
    Duration start = time.elapsed();

    assertThat(why(processing.await(TEN_MINUTES))).contains("closed");
    assertThat(time.elapsed().minus(start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void await_trackingOff_isUnavailable() {
    AudienceForwarder off = forwarder(builder -> builder);
    ForwardSummary summary = off.forwardAll(Simulation.users(1).iterator(), outcome -> {});

    assertThat(why(summary.processing().await(TEN_MINUTES))).contains("trackProcessing");
    assertThat(braze.polls()).isEmpty();
    off.close();
  }

  @Test
  void forwardAll_thirteenHours_pollsBothGroups() {
    Processing processing = stream(Duration.ofHours(13)).processing();
    assertThat(braze.groups()).hasSize(2);
    String first = braze.groups().get(0);
    braze.release(first);
    assertThat(processing.await(TEN_MINUTES)).isInstanceOf(InProgress.class);

    braze.release(braze.groups().get(1));
    assertThat(processing.await(TEN_MINUTES)).isInstanceOf(Completed.class);
  }

  @Test
  void forwardAll_longerThanTheRetention_isUnknown() {
    Processing processing = stream(Duration.ofHours(37)).processing();
    braze.release();

    assertThat(braze.groups()).hasSize(4);
    assertThat(processing.await(TEN_MINUTES)).isEqualTo(new Unknown());
  }

  /** Forwards an update each hour. */
  private ForwardSummary stream(Duration length) {
    Iterator<AudienceUpdate> hourly =
        IntStream.rangeClosed(0, (int) length.toHours())
            .mapToObj(
                hour -> {
                  if (hour > 0) {
                    time.advance(Duration.ofHours(1));
                  }
                  return Simulation.update("u-" + hour, hour + 1);
                })
            .iterator();
    return forwarder.forwardAll(hourly, outcome -> {});
  }

  @Test
  void queue_laterUpdates_areNotCovered() {
    AudienceQueue queue = forwarder.queue().build();
    offer(queue, "u-1");
    Processing first = queue.processing();
    braze.release();
    Instant released = now();
    offer(queue, "u-2");

    assertThat(first.await(TEN_MINUTES)).isEqualTo(new Completed(released));
    Processing both = queue.processing();
    assertThat(both.await(TEN_MINUTES)).isEqualTo(new InProgress(1, 0));
    braze.release();
    assertThat(both.await(TEN_MINUTES)).isInstanceOf(Completed.class);
    assertThat(braze.groups()).hasSize(2);
    queue.close();
  }

  @Test
  void queue_olderThanTheRetention_isCompletedOnlyIfItsEarlierRequestsWereConfirmed() {
    AudienceQueue confirmed = forwarder.queue().build();
    AudienceQueue forgotten = forwarder.queue().build();
    offer(confirmed, "u-1");
    offer(forgotten, "u-2");
    braze.release();
    assertThat(confirmed.processing().await(TEN_MINUTES)).isInstanceOf(Completed.class);
    time.advance(Duration.ofHours(30));
    offer(confirmed, "u-1");
    offer(forgotten, "u-2");
    braze.release();

    assertThat(confirmed.processing().await(TEN_MINUTES)).isInstanceOf(Completed.class);
    assertThat(forgotten.processing().await(TEN_MINUTES)).isEqualTo(new Unknown());
    confirmed.close();
    forgotten.close();
  }

  private void offer(AudienceQueue queue, String user) {
    var outcome = queue.offer(Simulation.update(user, 1)).orElseThrow().toCompletableFuture();
    queue.flush();
    time.advance(Duration.ofSeconds(2));
    assertThat(outcome).isCompleted();
  }

  @Test
  void trackProcessing_invalidPrefix_saysWhatToWrite() {
    assertThatThrownBy(() -> forwarder(builder -> builder.trackProcessing("nightly run")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nightly run")
        .hasMessageContaining("digits or . _ ~ -");
  }

  @Test
  void of_status_isReturnedAtOnce() {
    @Nullable ProcessingStatus status = Processing.of(new Unknown()).await(TEN_MINUTES);
    assertThat(status).isEqualTo(new Unknown());
  }
}
