package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
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

/**
 * Braze in memory that fails one request in ten, after it applied some of them, and records users
 * in two requests at once. Thread-safe; several forwarders can share it, those of other processes
 * over HTTP.
 */
final class UnreliableBraze implements AutoCloseable {
  private static final int MAX_LATENCY_MICROS = 8_000;

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final Map<String, Object> attributes = new ConcurrentHashMap<>();
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
  private final Set<String> violations = ConcurrentHashMap.newKeySet();
  private final SplittableRandom random;
  private final String attribute;
  private final boolean ascending;
  private long requests;

  UnreliableBraze(long seed, String attribute) {
    this(seed, attribute, false);
  }

  /**
   * Creates a Braze without profiles.
   *
   * @param attribute the attribute that it keeps
   * @param ascending true if a lower value after a higher one of the same user is a violation
   */
  UnreliableBraze(long seed, String attribute, boolean ascending) {
    this.random = new SplittableRandom(seed);
    this.attribute = attribute;
    this.ascending = ascending;
  }

  synchronized long requests() {
    return requests;
  }

  Set<String> violations() {
    return violations;
  }

  Object attribute(String user) {
    return attributes.get(user);
  }

  /** Returns the users who have the attribute. */
  Set<String> users() {
    return attributes.keySet();
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

  private Exchange send(TransportRequest request) {
    Answer answer = begin(StubBraze.objects(request));
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    Runnable end =
        () -> {
          answer.end();
          if (answer.breaksConnection()) {
            response.completeExceptionally(
                new TransportException("connection reset", Delivery.UNKNOWN));
          } else {
            response.complete(response(answer.status(), answer.body()));
          }
        };
    var unused = timer.schedule(end, answer.latencyMicros(), TimeUnit.MICROSECONDS);
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {}
    };
  }

  /** Begins a request. */
  synchronized Answer begin(List<Map<String, Object>> objects) {
    requests++;
    for (Map<String, Object> object : objects) {
      if (!inFlight.add(user(object))) {
        violations.add("a user in two requests at once");
      }
    }
    boolean fails = random.nextInt(10) == 0;
    return new Answer(
        objects,
        fails,
        !fails || random.nextBoolean(),
        fails && random.nextBoolean(),
        random.nextInt(MAX_LATENCY_MICROS));
  }

  /** What happens to a request. */
  final class Answer {
    private final List<Map<String, Object>> objects;
    private final boolean fails;
    private final boolean applied;
    private final boolean breaksConnection;
    private final int latencyMicros;

    private Answer(
        List<Map<String, Object>> objects,
        boolean fails,
        boolean applied,
        boolean breaksConnection,
        int latencyMicros) {
      this.objects = objects;
      this.fails = fails;
      this.applied = applied;
      this.breaksConnection = breaksConnection;
      this.latencyMicros = latencyMicros;
    }

    int latencyMicros() {
      return latencyMicros;
    }

    boolean breaksConnection() {
      return breaksConnection;
    }

    int status() {
      return fails ? 500 : 201;
    }

    String body() {
      return fails ? "{}" : "{\"message\":\"success\"}";
    }

    /** Applies the request, unless it fails before. */
    void end() {
      for (Map<String, Object> object : objects) {
        if (applied) {
          Object value = object.get(attribute);
          Object before =
              value == null ? attributes.remove(user(object)) : attributes.put(user(object), value);
          if (ascending && before != null && number(value) < number(before)) {
            violations.add("an earlier value after a later one");
          }
        }
        inFlight.remove(user(object));
      }
    }
  }

  private static long number(Object value) {
    return value == null ? -1 : Long.parseLong(value.toString().replace("'", ""));
  }

  private static TransportResponse response(int status, String body) {
    return TransportResponse.of(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static String user(Map<String, Object> object) {
    return (String) object.get("external_id");
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
