package io.github.brazeaudience.model;

import io.github.brazeaudience.testing.internal.ExportEndpoint;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.RequestGroups;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Transport to a workspace of the fake without a network, which chooses the result of each request.
 */
final class WorkspaceTransport implements BrazeTransport {
  private final TrackEndpoint track;
  private final ExportEndpoint export;
  private final Crash crash;
  private final Consumer<byte[]> applied;

  /** The texts in export requests, among them the exported users. */
  private final Set<String> exported = ConcurrentHashMap.newKeySet();

  private volatile Supplier<RequestResult> requestResults = () -> RequestResult.RESPONDED;

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
        List.of(),
        0,
        75,
        false,
        4_000_000,
        500,
        OptionalInt.of(Integer.MAX_VALUE),
        OptionalInt.empty(),
        new RequestGroups.Limits(true, 6_000_000, 100_000),
        0,
        Map.of(),
        InstantSource.system(),
        null);
  }

  /** Gives all later requests a result. */
  void requestResult(RequestResult next) {
    requestResults = () -> next;
  }

  /** Draws the result of each later request. */
  void requestResults(Supplier<RequestResult> source) {
    requestResults = source;
  }

  /** Returns true if a request exported the profile of a user since the last call. */
  boolean takeExported(String user) {
    return exported.remove(user);
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
    RequestResult requestResult = requestResults.get();
    if (requestResult == RequestResult.NOT_SENT_BY_TRANSPORT) {
      future.completeExceptionally(new TransportException("refused", Delivery.NOT_SENT));
      return;
    }
    if (requestResult == RequestResult.REQUEST_LOST) {
      future.completeExceptionally(new TransportException("lost", Delivery.UNKNOWN));
      return;
    }
    boolean exports = request.uri().getPath().equals(export.route().path());
    Response response = exports ? export.handle(request.body()) : track.handle(request.body());
    if (exports) {
      String body = new String(request.body(), StandardCharsets.UTF_8);
      Collections.addAll(exported, body.split("\"", -1));
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
