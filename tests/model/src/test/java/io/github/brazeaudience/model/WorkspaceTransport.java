package io.github.brazeaudience.model;

import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.internal.ExportEndpoint;
import io.github.brazeaudience.testing.internal.Response;
import io.github.brazeaudience.testing.internal.TrackEndpoint;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Reaches a workspace of {@link FakeBraze} without a network, with a fate for each request. */
final class WorkspaceTransport implements BrazeTransport {
  private final TrackEndpoint track;
  private final ExportEndpoint export;
  private final Crash crash;
  private final Consumer<byte[]> applied;
  private final Set<String> exportBodies = ConcurrentHashMap.newKeySet();
  private volatile Fate fate = Fate.ANSWERED;

  /** What becomes of a request. */
  enum Fate {
    ANSWERED,
    ARRIVED_BUT_ANSWER_LOST,
    LOST,
    NEVER_SENT
  }

  WorkspaceTransport(
      TrackEndpoint track, ExportEndpoint export, Crash crash, Consumer<byte[]> applied) {
    this.track = track;
    this.export = export;
    this.crash = crash;
    this.applied = applied;
  }

  void fate(Fate next) {
    fate = next;
  }

  /** Whether a request asked for the profile of a user, since this was asked for last. */
  boolean takeExported(String user) {
    return exportBodies.removeIf(body -> body.contains("\"" + user + "\""));
  }

  @Override
  public Exchange start(TransportRequest request) {
    CompletableFuture<TransportResponse> answer = new CompletableFuture<>();
    try {
      crash.step();
      exchange(request, answer);
      crash.step();
    } catch (IllegalStateException dead) {
      answer.completeExceptionally(dead);
    }
    return new Direct(answer);
  }

  private void exchange(TransportRequest request, CompletableFuture<TransportResponse> answer) {
    if (fate == Fate.NEVER_SENT) {
      answer.completeExceptionally(new TransportException("refused", Delivery.NOT_SENT));
      return;
    }
    if (fate == Fate.LOST) {
      answer.completeExceptionally(new TransportException("lost", Delivery.UNKNOWN));
      return;
    }
    boolean exports = request.uri().getPath().equals(ExportEndpoint.PATH);
    Response given = (exports ? export : track).handle(request.body());
    if (exports) {
      exportBodies.add(new String(request.body(), StandardCharsets.UTF_8));
    } else {
      applied.accept(request.body());
    }
    crash.step();
    if (fate == Fate.ARRIVED_BUT_ANSWER_LOST) {
      answer.completeExceptionally(new TransportException("lost", Delivery.UNKNOWN));
    } else {
      answer.complete(
          TransportResponse.of(
              given.status(), Map.of(), given.body().getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Override
  public void close() {}

  private record Direct(CompletableFuture<TransportResponse> answer) implements Exchange {
    @Override
    public CompletionStage<TransportResponse> response() {
      return answer;
    }

    @Override
    public void abort() {
      answer.completeExceptionally(new TransportException("aborted", Delivery.UNKNOWN));
    }
  }
}
