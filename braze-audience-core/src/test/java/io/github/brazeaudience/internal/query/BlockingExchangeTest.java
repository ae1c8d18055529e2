package io.github.brazeaudience.internal.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingExchangeTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final TransportResponse RESPONSE =
      TransportResponse.of(200, Map.of(), new byte[0]);

  private final VirtualTime time = new VirtualTime();
  private final CompletableFuture<@Nullable TransportResponse> response = new CompletableFuture<>();
  private final RuntimeException failure = new IllegalStateException("broken");
  private @Nullable RuntimeException thrownByStart;
  private @Nullable RuntimeException thrownByAbort;
  private int aborted;

  private final BrazeTransport transport =
      new BrazeTransport() {
        @Override
        public Exchange start(TransportRequest request) {
          if (thrownByStart != null) {
            throw thrownByStart;
          }
          return exchange;
        }

        @Override
        public void close() {}
      };

  private final Exchange exchange =
      new Exchange() {
        @Override
        public CompletionStage<TransportResponse> response() {
          return response;
        }

        @Override
        public void abort() {
          aborted++;
          if (thrownByAbort != null) {
            throw thrownByAbort;
          }
        }
      };

  private BlockingExchange.End run() throws InterruptedException {
    TransportRequest request =
        TransportRequest.get(URI.create("https://rest.iad-03.braze.com/x"), Map.of());
    return BlockingExchange.run(transport, request, LIMIT, time::await);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_999})
  void run_responseInTime_isReturnedWithoutAnAbort(int latencyMillis) throws InterruptedException {
    time.schedule(() -> response.complete(RESPONSE), Duration.ofMillis(latencyMillis));

    BlockingExchange.End end = run();

    assertThat(end.response()).isEqualTo(RESPONSE);
    assertThat(end.failure()).isNull();
    assertThat(time.elapsed()).hasMillis(latencyMillis);
    assertThat(aborted).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void run_transportFails_returnsTheFailure(boolean startThrows) throws InterruptedException {
    if (startThrows) {
      thrownByStart = failure;
    } else {
      response.completeExceptionally(failure);
    }

    BlockingExchange.End end = run();

    assertThat(end.response()).isNull();
    assertThat(end.failure()).isSameAs(failure);
    assertThat(aborted).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void run_noEndInTime_isAbortedAndMayHaveArrived(boolean abortThrows) throws InterruptedException {
    thrownByAbort = abortThrows ? failure : null;

    BlockingExchange.End end = run();

    assertThat(end.response()).isNull();
    assertThat(end.failure())
        .isInstanceOfSatisfying(
            TransportException.class, e -> assertThat(e.delivery()).isEqualTo(Delivery.UNKNOWN));
    assertThat(time.elapsed()).isEqualTo(LIMIT);
    assertThat(aborted).isEqualTo(1);
  }

  @Test
  void run_endWithoutAResponse_isAFailureThatMayHaveArrived() throws InterruptedException {
    response.complete(null);

    assertThat(run().failure())
        .isInstanceOfSatisfying(
            TransportException.class, e -> assertThat(e.delivery()).isEqualTo(Delivery.UNKNOWN))
        .hasMessageContaining("without a response");
  }

  @Test
  void run_interrupted_abortsTheExchange() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(this::run).isInstanceOf(InterruptedException.class);
    assertThat(aborted).isEqualTo(1);
  }
}
