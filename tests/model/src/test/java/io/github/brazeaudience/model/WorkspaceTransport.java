package io.github.brazeaudience.model;

import io.github.brazeaudience.testing.internal.ExportEndpoint;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.Response;
import io.github.brazeaudience.testing.internal.TrackEndpoint;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Transport to a workspace of the fake without a network, which chooses the result of each request.
 */
final class WorkspaceTransport implements BrazeTransport {
  private final TrackEndpoint track;
  private final ExportEndpoint export;
  private final Crash crash;
  private final Consumer<byte[]> applied;
  private final Set<String> exportBodies = ConcurrentHashMap.newKeySet();
  private volatile RequestResult requestResult = RequestResult.RESPONDED;

  /** Result of a request. */
  enum RequestResult {
    RESPONDED,
    RESPONSE_LOST,
    REQUEST_LOST,
    NOT_SENT_BY_TRANSPORT
  }

  WorkspaceTransport(
      TrackEndpoint track, ExportEndpoint export, Crash crash, Consumer<byte[]> applied) {
    this.track = track;
    this.export = export;
    this.crash = crash;
    this.applied = applied;
  }

  /** Options of a workspace with Braze's default limits and any number of exports. */
  static Options options() {
    return new Options(
        Map.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        0,
        75,
        false,
        4_000_000,
        500,
        Map.of(),
        Integer.MAX_VALUE,
        0,
        Map.of(),
        InstantSource.system(),
        null);
  }

  void requestResult(RequestResult next) {
    requestResult = next;
  }

  /** Returns true if a request exported the profile of a user since the last call. */
  boolean takeExported(String user) {
    return exportBodies.removeIf(body -> body.contains("\"" + user + "\""));
  }

  @Override
  public Exchange start(TransportRequest request) {
    CompletableFuture<TransportResponse> future = new CompletableFuture<>();
    try {
      crash.step();
      exchange(request, future);
      crash.step();
    } catch (IllegalStateException crashed) {
      future.completeExceptionally(crashed);
    }
    return new Direct(future);
  }

  private void exchange(TransportRequest request, CompletableFuture<TransportResponse> future) {
    if (requestResult == RequestResult.NOT_SENT_BY_TRANSPORT) {
      future.completeExceptionally(new TransportException("refused", Delivery.NOT_SENT));
      return;
    }
    if (requestResult == RequestResult.REQUEST_LOST) {
      future.completeExceptionally(new TransportException("lost", Delivery.UNKNOWN));
      return;
    }
    boolean exports = request.uri().getPath().equals(ExportEndpoint.PATH);
    Response response = (exports ? export : track).handle(request.body());
    if (exports) {
      exportBodies.add(new String(request.body(), StandardCharsets.UTF_8));
    } else {
      applied.accept(request.body());
    }
    crash.step();
    if (requestResult == RequestResult.RESPONSE_LOST) {
      future.completeExceptionally(new TransportException("lost", Delivery.UNKNOWN));
    } else {
      future.complete(
          TransportResponse.of(
              response.status(), Map.of(), response.body().getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Override
  public void close() {}

  private record Direct(CompletableFuture<TransportResponse> future) implements Exchange {
    @Override
    public CompletionStage<TransportResponse> response() {
      return future;
    }

    @Override
    public void abort() {
      future.completeExceptionally(new TransportException("aborted", Delivery.UNKNOWN));
    }
  }
}
