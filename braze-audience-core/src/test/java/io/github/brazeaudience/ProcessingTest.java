package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Processing;
import io.github.brazeaudience.outcome.ProcessingStatus;
import io.github.brazeaudience.outcome.ProcessingStatus.Completed;
import io.github.brazeaudience.outcome.ProcessingStatus.InProgress;
import io.github.brazeaudience.outcome.ProcessingStatus.Unknown;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the end of the wait for the processing of requests, and its status. */
class ProcessingTest extends ProcessingFixture {
  private static final String EMPTY = "{\"results\":[]}";

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
  void await_timeoutNotPositive_throwsWithWhatToWrite(long seconds) {
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

  @Test
  void await_trackingOff_isUnavailable() {
    AudienceForwarder off = forwarder(builder -> builder);
    ForwardSummary summary = off.forwardAll(Simulation.users(1).iterator(), outcome -> {});

    assertThat(why(summary.processing().await(TEN_MINUTES))).contains("trackProcessing");
    assertThat(braze.polls()).isEmpty();
    off.close();
  }

  @Test
  void trackProcessing_invalidPrefix_throwsWithWhatToWrite() {
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
