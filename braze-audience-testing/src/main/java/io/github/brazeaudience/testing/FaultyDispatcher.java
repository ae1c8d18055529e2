package io.github.brazeaudience.testing;

import io.github.brazeaudience.testing.internal.Json;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.RequestRouter;
import io.github.brazeaudience.testing.internal.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Dispatcher that logs each request, applies its fault and sends the response. Runs on the server's
 * threads.
 */
final class FaultyDispatcher extends Dispatcher {
  private final LoopbackServer server;
  private final RequestRouter router;
  private final RequestLog log;
  private final FaultQueue faults;
  private final Options options;
  private final Object arrivalLock = new Object();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

  FaultyDispatcher(
      LoopbackServer server,
      RequestRouter router,
      RequestLog log,
      FaultQueue faults,
      Options options) {
    this.server = server;
    this.router = router;
    this.log = log;
    this.faults = faults;
    this.options = options;
  }

  @Override
  public MockResponse dispatch(RecordedRequest recorded) throws InterruptedException {
    discardRecordings();
    int connection = recorded.getConnectionIndex();
    ReceivedRequest request;
    Fault fault;
    synchronized (arrivalLock) {
      request = log.arrived(index -> received(recorded, index));
      fault = faultFor(request);
    }
    try {
      CompletionStage<?> held = fault.held();
      if (held != null && !releasedBeforeClose(held)) {
        return closeConnection(connection);
      }
      Response real = fault.applied() ? router.route(request) : Fault.notApplied();
      Response response = fault.response(real, options.clock().instant());
      return switch (fault.delivery()) {
        case WHOLE -> mockResponse(response).build();
        case WHOLE_THEN_CLOSE ->
            mockResponse(response).onResponseEnd(new SocketEffect.CloseSocket()).build();
        case HALF_THEN_CLOSE ->
            mockResponse(response).onResponseBody(new SocketEffect.CloseSocket()).build();
        case CLOSE -> closeConnection(connection);
        case STALL -> {
          closed.join();
          yield closeConnection(connection);
        }
      };
    } finally {
      log.completed();
    }
  }

  /**
   * Records an exception of the script, and sends a response anyway, because the client waits for
   * one.
   */
  private Fault faultFor(ReceivedRequest request) {
    try {
      return Objects.requireNonNull(faults.faultFor(request), "the script's fault");
    } catch (RuntimeException | AssertionError e) {
      failure.compareAndSet(null, e);
      return Fault.answer(
          500, Json.write(Map.of("message", "the fault script threw an exception")));
    }
  }

  /**
   * Reports an exception of the script.
   *
   * @throws IllegalStateException if a script threw an exception
   */
  void rethrow() {
    Throwable thrown = failure.getAndSet(null);
    if (thrown != null) {
      throw new IllegalStateException("the fault script threw " + thrown, thrown);
    }
  }

  /** Releases stalled and held requests. */
  @Override
  public void close() {
    closed.complete(null);
  }

  /** Discards the requests that the server records for {@code takeRequest}. */
  private void discardRecordings() throws InterruptedException {
    RecordedRequest discarded;
    do {
      discarded = server.mockWebServer().takeRequest(0, TimeUnit.NANOSECONDS);
    } while (discarded != null);
  }

  private boolean releasedBeforeClose(CompletionStage<?> held) {
    CompletableFuture<Boolean> released =
        held.handle((value, failure) -> true).toCompletableFuture();
    CompletableFuture<Boolean> serverClosed = closed.thenApply(nothing -> false);
    return (Boolean) CompletableFuture.anyOf(released, serverClosed).join();
  }

  private MockResponse.Builder mockResponse(Response response) {
    MockResponse.Builder builder = new MockResponse.Builder().code(response.status());
    options.answerHeaders().forEach(builder::setHeader);
    response.headers().forEach(builder::setHeader);
    return builder.body(response.body());
  }

  /** Closes the connection. MockWebServer needs a response, which is never sent. */
  private MockResponse closeConnection(int connection) {
    try {
      server.connections().close(connection);
    } catch (IOException e) {
      throw new UncheckedIOException("a connection could not be closed", e);
    }
    return new MockResponse.Builder().build();
  }

  private static ReceivedRequest received(RecordedRequest recorded, int index) {
    Map<String, List<String>> headers = new TreeMap<>();
    recorded
        .getHeaders()
        .toMultimap()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    ByteString body = recorded.getBody();
    return new ReceivedRequest(
        index,
        recorded.getConnectionIndex(),
        recorded.getMethod(),
        recorded.getTarget(),
        recorded.getVersion(),
        headers,
        body == null ? new byte[0] : body.toByteArray(),
        recorded.getBodySize());
  }
}
