package io.github.brazeaudience.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.transport.TransportException.Delivery;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that every exchange of a blocking transport ends and reports if it may have been sent. */
@Timeout(120)
class BlockingTransportTest {
  private static final TransportRequest REQUEST =
      TransportRequest.post(URI.create("http://localhost/"), Map.of(), List.of(new byte[0]));
  private static final TransportResponse RESPONSE =
      TransportResponse.of(201, Map.of(), new byte[0]);

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T, E extends Throwable> T raise(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static Throwable failure(Exchange exchange) {
    CompletableFuture<TransportResponse> response = exchange.response().toCompletableFuture();
    try {
      response.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (Exception e) {
      throw new AssertionError("the exchange did not end", e);
    }
    throw new AssertionError("the exchange did not fail");
  }

  private static Delivery delivery(Exchange exchange) {
    Throwable failure = failure(exchange);
    assertThat(failure).isInstanceOf(TransportException.class);
    return ((TransportException) failure).delivery();
  }

  /** {@return a transport whose exchanges begin and do not end} */
  private static BrazeTransport endless(ExecutorService executor, CountDownLatch begun) {
    return BrazeTransport.blocking(
        request -> {
          begun.countDown();
          new CountDownLatch(1).await();
          return RESPONSE;
        },
        executor);
  }

  @Test
  void start_response_isReturned() {
    BrazeTransport transport = BrazeTransport.blocking(request -> RESPONSE, Runnable::run);

    assertThat(transport.start(REQUEST).response().toCompletableFuture())
        .isCompletedWithValue(RESPONSE);
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IOException(),
        new InterruptedException(),
        new IllegalStateException(),
        new Exception("a checked exception in disguise"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void start_codeThrows_mayHaveBeenSent(Throwable thrown) {
    BrazeTransport transport = BrazeTransport.blocking(request -> raise(thrown), Runnable::run);

    assertThat(failure(transport.start(REQUEST)))
        .isInstanceOfSatisfying(
            TransportException.class,
            failure -> {
              assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
              assertThat(failure).hasCause(thrown);
            });
    assertThat(Thread.interrupted())
        .as("the interrupt of the thread's owner")
        .isEqualTo(thrown instanceof InterruptedException);
  }

  @Test
  void start_codeThrowsNotSent_isReported() {
    TransportException refused = new TransportException("refused", Delivery.NOT_SENT);
    BrazeTransport transport = BrazeTransport.blocking(request -> raise(refused), Runnable::run);

    assertThat(failure(transport.start(REQUEST))).isSameAs(refused);
  }

  @Test
  void start_codeThrowsALinkageError_endsWithTheError() {
    LinkageError error = new NoSuchMethodError();
    BrazeTransport transport = BrazeTransport.blocking(request -> raise(error), Runnable::run);

    assertThat(failure(transport.start(REQUEST))).isSameAs(error);
  }

  @NullUnmarked
  @Test
  void start_codeReturnsNull_mayHaveBeenSent() {
    BrazeTransport transport = BrazeTransport.blocking(request -> null, Runnable::run);

    assertThat(delivery(transport.start(REQUEST))).isEqualTo(Delivery.UNKNOWN);
  }

  static Stream<Throwable> refusals() {
    return Stream.of(
        new RejectedExecutionException(),
        new IllegalStateException(),
        new OutOfMemoryError("unable to create native thread"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void start_executorThrows_isNotSent(Throwable thrown) {
    BrazeTransport transport =
        BrazeTransport.blocking(
            request -> RESPONSE,
            task -> BlockingTransportTest.<Void, RuntimeException>raise(thrown));

    assertThat(delivery(transport.start(REQUEST))).isEqualTo(Delivery.NOT_SENT);
  }

  @Test
  void abort_queuedInTheExecutor_isNotSent() {
    Runnable[] waiting = new Runnable[1];
    boolean[] left = new boolean[1];
    BrazeTransport transport =
        BrazeTransport.blocking(
            request -> {
              left[0] = true;
              return RESPONSE;
            },
            task -> waiting[0] = task);
    Exchange exchange = transport.start(REQUEST);
    exchange.abort();
    exchange.abort();
    waiting[0].run();

    assertThat(delivery(exchange)).isEqualTo(Delivery.NOT_SENT);
    assertThat(left[0]).isFalse();
  }

  @Test
  void abort_exchangeInFlight_interruptsOnlyThatExchange() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    CountDownLatch begun = new CountDownLatch(1);
    BrazeTransport transport = endless(executor, begun);
    Exchange exchange = transport.start(REQUEST);
    begun.await();
    exchange.abort();

    assertThat(failure(exchange)).isInstanceOf(TransportException.class);
    assertThat(executor.submit(Thread::interrupted).get()).isFalse();
    executor.shutdownNow();
  }

  @Test
  void close_exchangesInFlightAndLater_endsAll() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    CountDownLatch begun = new CountDownLatch(1);
    BrazeTransport transport = endless(executor, begun);
    Exchange running = transport.start(REQUEST);
    begun.await();
    Exchange waiting = transport.start(REQUEST);
    transport.close();
    transport.close();

    assertThat(failure(running)).isInstanceOf(TransportException.class);
    for (Exchange neverBegun : List.of(waiting, transport.start(REQUEST))) {
      assertThat(delivery(neverBegun)).isEqualTo(Delivery.NOT_SENT);
    }
    executor.shutdownNow();
  }

  @NullUnmarked
  @Test
  void blocking_nullArguments_throws() {
    assertThatThrownBy(() -> BrazeTransport.blocking(null, Runnable::run))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("exchange");
    assertThatThrownBy(() -> BrazeTransport.blocking(request -> RESPONSE, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("executor");
  }
}
