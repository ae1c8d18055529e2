package io.github.brazeaudience.benchmarks.run;

import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Completes every request with success on the calling thread, at once or when it is told to. All
 * work of the forwarder then happens on that thread, whose allocated bytes the JVM counts.
 */
final class InlineTransport implements BrazeTransport {
  private static final TransportResponse SUCCESS =
      TransportResponse.of(
          201, Map.of(), "{\"message\":\"success\"}".getBytes(StandardCharsets.UTF_8));

  private final boolean held;
  private final Queue<CompletableFuture<TransportResponse>> inFlight = new ArrayDeque<>();

  private InlineTransport(boolean held) {
    this.held = held;
  }

  static InlineTransport immediate() {
    return new InlineTransport(false);
  }

  static InlineTransport held() {
    return new InlineTransport(true);
  }

  @Override
  public Exchange start(TransportRequest request) {
    var unused = request.bodyParts(); // Encodes the body, as sending it would.
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    if (held) {
      inFlight.add(response);
    } else {
      response.complete(SUCCESS);
    }
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {}
    };
  }

  /** Completes the requests, and those that follow from their responses. */
  void completeAll() {
    while (!inFlight.isEmpty()) {
      inFlight.remove().complete(SUCCESS);
    }
  }

  @Override
  public void close() {}
}
