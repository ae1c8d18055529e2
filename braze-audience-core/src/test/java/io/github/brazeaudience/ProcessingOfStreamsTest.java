package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Processing;
import io.github.brazeaudience.outcome.ProcessingStatus.Completed;
import io.github.brazeaudience.outcome.ProcessingStatus.InProgress;
import io.github.brazeaudience.outcome.ProcessingStatus.Unknown;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the processing status of streams and queues that last longer than a group of requests. */
class ProcessingOfStreamsTest extends ProcessingFixture {
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
}
