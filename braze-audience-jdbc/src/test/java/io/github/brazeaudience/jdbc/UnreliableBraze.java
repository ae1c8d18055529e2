package io.github.brazeaudience.jdbc;

import com.squareup.moshi.JsonReader;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import okio.Buffer;

/**
 * Braze in memory that fails one request in ten, after it applied some of them, and records users
 * in two requests at once. Thread-safe; several forwarders can share it.
 */
final class UnreliableBraze implements AutoCloseable {
  private static final int MAX_LATENCY_MICROS = 8_000;

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final Map<String, Object> attributes = new ConcurrentHashMap<>();
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
  private final Set<String> violations = ConcurrentHashMap.newKeySet();
  private final SplittableRandom random;
  private final String attribute;

  UnreliableBraze(long seed, String attribute) {
    this.random = new SplittableRandom(seed);
    this.attribute = attribute;
  }

  Set<String> violations() {
    return violations;
  }

  Object attribute(String user) {
    return attributes.get(user);
  }

  /** Returns the transport of one forwarder. */
  BrazeTransport transport() {
    return new BrazeTransport() {
      @Override
      public Exchange start(TransportRequest request) {
        return send(request);
      }

      @Override
      public void close() {}
    };
  }

  private synchronized Exchange send(TransportRequest request) {
    List<Map<String, Object>> objects = objects(request);
    for (Map<String, Object> object : objects) {
      if (!inFlight.add(user(object))) {
        violations.add("a user in two requests at once");
      }
    }
    boolean fails = random.nextInt(10) == 0;
    boolean applied = !fails || random.nextBoolean();
    boolean connectionFails = random.nextBoolean();
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    Runnable end =
        () -> {
          for (Map<String, Object> object : objects) {
            if (applied) {
              attributes.put(user(object), object.get(attribute));
            }
            inFlight.remove(user(object));
          }
          if (fails && connectionFails) {
            response.completeExceptionally(
                new TransportException("connection reset", Delivery.UNKNOWN));
          } else {
            response.complete(
                fails ? response(500, "{}") : response(201, "{\"message\":\"success\"}"));
          }
        };
    var unused = timer.schedule(end, random.nextInt(MAX_LATENCY_MICROS), TimeUnit.MICROSECONDS);
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {}
    };
  }

  private static TransportResponse response(int status, String body) {
    return TransportResponse.of(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static String user(Map<String, Object> object) {
    return (String) object.get("external_id");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> objects(TransportRequest request) {
    try (JsonReader json = JsonReader.of(new Buffer().write(request.body()))) {
      Map<String, Object> body = (Map<String, Object>) json.readJsonValue();
      return (List<Map<String, Object>>) body.get("attributes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
