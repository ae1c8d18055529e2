package io.github.brazeaudience.benchmarks.run;

import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/** Completes every request with success on another thread, and reports its start time. */
final class ImmediateTransport implements BrazeTransport {
  private static final TransportResponse SUCCESS =
      TransportResponse.of(
          201,
          Map.of("content-type", List.of("application/json")),
          "{\"message\":\"success\"}".getBytes(StandardCharsets.UTF_8));

  private final Executor executor;
  private final LongConsumer startedAt;

  ImmediateTransport(Executor executor, LongConsumer startedAt) {
    this.executor = executor;
    this.startedAt = startedAt;
  }

  @Override
  public Exchange start(TransportRequest request) {
    startedAt.accept(System.nanoTime());
    CompletableFuture<TransportResponse> response =
        CompletableFuture.supplyAsync(() -> respond(request), executor);
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {}
    };
  }

  private static TransportResponse respond(TransportRequest request) {
    var unused = request.bodyParts(); // Encodes the body, as sending it would.
    return SUCCESS;
  }

  @Override
  public void close() {}
}
