package io.github.brazeaudience.receiver;

import static io.github.brazeaudience.receiver.Messages.add;
import static io.github.brazeaudience.receiver.Messages.delete;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.receiver.intake.Secret;
import io.github.brazeaudience.receiver.status.BacklogMonitor;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.testing.ReceivedRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages that a receiver leaves for the next one, and its state while it has many. */
@Timeout(300)
class ReceiverRestartTest {
  private static final Duration LONG = Duration.ofSeconds(100);

  @TempDir Path directory;
  private final FakeBraze braze = FakeBraze.builder().keepRequests(1_000).start();

  @AfterEach
  void close() {
    braze.close();
  }

  @Test
  void start_afterAnEndDuringAnOutage_forwardsInOrderAndRecognizesItsMessages()
      throws InterruptedException {
    braze.script(request -> Fault.status(503));
    String first = add("u-1", 7);
    try (RunningReceiver receiver = RunningReceiver.start(directory, braze)) {
      receiver.take(first);
      receiver.take(delete("u-1", 7));
      receiver.take(add("u-2", 8));
      assertThat(braze.awaitRequests(1, LONG)).isTrue();
    }
    assertThat(braze.profiles()).isEmpty();
    int before = braze.requests();
    braze.script(request -> Fault.none());

    try (RunningReceiver receiver = RunningReceiver.start(directory, braze)) {
      receiver.take(first);
      receiver.take(delete("u-2", 8));
      receiver.await(() -> Boolean.FALSE.equals(receiver.attribute("u-2", "In A8")));
      receiver.awaitEmptyOutbox();
      assertThat(receiver.attribute("u-1", "In A7")).isEqualTo(false);
    }
    List<String> bodies =
        braze.received().stream()
            .filter(request -> request.index() >= before)
            .map(ReceivedRequest::bodyText)
            .toList();
    assertThat(bodies).noneMatch(body -> body.contains("\"In A7\":true"));
  }

  @Test
  void post_whileTheBacklogIsFull_isRefusedUntilUpdatesAreForwarded() throws InterruptedException {
    braze.script(request -> Fault.status(503));
    try (RunningReceiver receiver = RunningReceiver.start(directory, braze, Secret.none(), 2)) {
      BacklogMonitor monitor = receiver.bean(BacklogMonitor.class);
      receiver.take(add("u-1", 7));
      receiver.take(add("u-2", 7));
      monitor.refresh();

      HttpResponse<String> refused = receiver.post(add("u-3", 7));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("30");
      assertThat(refused.body()).contains("\"error\":\"backlog_full\"");
      assertThat(receiver.get("/health/ready").statusCode()).isEqualTo(200);

      braze.script(request -> Fault.none());
      receiver.awaitEmptyOutbox();
      monitor.refresh();
      receiver.take(add("u-3", 7));
    }
  }
}
