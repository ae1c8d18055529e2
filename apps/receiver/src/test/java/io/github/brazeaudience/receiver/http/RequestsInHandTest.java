package io.github.brazeaudience.receiver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of the limit on requests in progress. */
@Timeout(60)
class RequestsInHandTest {
  private final Requests requests = new Requests(100);

  @Test
  void begin_beyondTheMemory_isBusyUntilSomethingEnds() {
    assertThat(requests.begin(60)).isNull();
    assertThat(requests.begin(40)).isNull();
    assertThat(requests.begin(1)).isEqualTo(Problem.BUSY);
    assertThat(requests.grow(1)).isFalse();

    requests.end(40);

    assertThat(requests.grow(30)).isTrue();
    assertThat(requests.begin(11)).isEqualTo(Problem.BUSY);
    assertThat(requests.begin(10)).isNull();
  }

  @Test
  void begin_afterClose_isShuttingDown() {
    requests.close(Duration.ZERO);

    assertThat(requests.begin(1)).isEqualTo(Problem.SHUTTING_DOWN);
  }

  @Test
  void close_withRequestsInHand_waitsForThem() {
    assertThat(requests.begin(1)).isNull();
    CompletableFuture<Void> closed =
        CompletableFuture.runAsync(() -> requests.close(Duration.ofSeconds(50)));
    while (requests.begin(0) == null) {
      requests.end(0);
    }
    assertThat(closed).isNotDone();

    requests.end(1);

    closed.join();
  }

  @Test
  void close_requestThatDoesNotEnd_isGivenUp() {
    assertThat(requests.begin(1)).isNull();

    requests.close(Duration.ofMillis(1));

    assertThat(requests.begin(0)).isEqualTo(Problem.SHUTTING_DOWN);
  }
}
