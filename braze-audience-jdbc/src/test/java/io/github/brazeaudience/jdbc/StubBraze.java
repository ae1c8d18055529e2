package io.github.brazeaudience.jdbc;

import com.squareup.moshi.JsonReader;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import okio.Buffer;

/** Braze that responds to each request at once with the same status, or holds it. Thread-safe. */
final class StubBraze implements BrazeTransport {
  private final List<String> written = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private int status = 201;
  private boolean holding;
  private int requests;
  private int aborts;

  /** Responds to later requests with a status. */
  synchronized void answer(int newStatus) {
    status = newStatus;
  }

  /** Holds later requests until {@link #release}. */
  synchronized void hold() {
    holding = true;
  }

  /** Responds to the held requests. */
  void release() {
    List<Runnable> answers;
    synchronized (this) {
      holding = false;
      answers = List.copyOf(held);
      held.clear();
    }
    answers.forEach(Runnable::run);
  }

  /** Returns the accepted writes in order, each as the user and the string attribute. */
  synchronized List<String> written() {
    return List.copyOf(written);
  }

  synchronized int requests() {
    return requests;
  }

  /** Returns the number of requests that were aborted. */
  synchronized int aborts() {
    return aborts;
  }

  @Override
  public synchronized Exchange start(TransportRequest request) {
    requests++;
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    Runnable answer = () -> response.complete(respond(request));
    if (holding) {
      held.add(answer);
    } else {
      answer.run();
    }
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {
        synchronized (StubBraze.this) {
          aborts++;
        }
        response.completeExceptionally(new IOException("aborted"));
      }
    };
  }

  private synchronized TransportResponse respond(TransportRequest request) {
    if (status == 201) {
      for (Map<String, Object> object : objects(request)) {
        written.add(object.get("external_id") + "=" + object.get("SegmentMembership"));
      }
    }
    String body = status == 201 ? "{\"message\":\"success\"}" : "{\"message\":\"failed\"}";
    return TransportResponse.of(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> objects(TransportRequest request) {
    try (JsonReader json = JsonReader.of(new Buffer().write(request.body()))) {
      Map<String, Object> body = (Map<String, Object>) json.readJsonValue();
      return (List<Map<String, Object>>) body.get("attributes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
