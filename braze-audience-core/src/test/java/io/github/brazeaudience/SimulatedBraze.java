package io.github.brazeaudience;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A Braze on a virtual clock, without sockets. It keeps what it was sent and says what was wrong
 * with the sender.
 */
final class SimulatedBraze implements BrazeTransport {
  static final String SUCCESS = "{\"message\":\"success\"}";

  /** What happens to one request. */
  record Fate(
      Duration latency,
      boolean applied,
      @Nullable Duration applyDelay,
      int status,
      Map<String, List<String>> headers,
      String body,
      @Nullable Delivery failure) {
    static Fate answer(int status, String body) {
      return new Fate(
          Duration.ofMillis(100), status / 100 == 2, Duration.ZERO, status, Map.of(), body, null);
    }

    static Fate failure(Delivery delivery) {
      return new Fate(Duration.ofMillis(5), false, null, 0, Map.of(), "", delivery);
    }

    Fate withHeader(String name, String value) {
      return new Fate(
          latency, applied, applyDelay, status, Map.of(name, List.of(value)), body, failure);
    }

    Fate after(Duration time) {
      return new Fate(time, applied, applyDelay, status, headers, body, failure);
    }

    Fate applied(boolean yes, Duration delay) {
      return new Fate(latency, yes, delay, status, headers, body, failure);
    }
  }

  /** Decides the fate of a request. */
  interface Script {
    Fate fate(int request, List<Map<String, Object>> objects);
  }

  private final VirtualTime time;
  private final Script script;
  private final Map<String, Map<String, Object>> profiles = new HashMap<>();
  private final List<Long> starts = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final Set<String> usersInFlight = new HashSet<>();
  private final List<String> violations = new ArrayList<>();
  private final Set<String> mayHaveArrived = new HashSet<>();
  private final Set<String> covered = new HashSet<>();
  private int inFlight;
  private int mostInFlight;

  SimulatedBraze(VirtualTime time, Script script) {
    this.time = time;
    this.script = script;
  }

  @Override
  public Exchange start(TransportRequest request) {
    List<Map<String, Object>> objects = objects(request);
    starts.add(time.nanoTime());
    sizes.add(objects.size());
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    for (Map<String, Object> object : objects) {
      if (!usersInFlight.add(user(object))) {
        violations.add("two requests in flight for one user");
      }
    }
    Fate fate = script.fate(starts.size() - 1, objects);
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    if (fate.applied()) {
      Duration delay = fate.applyDelay() == null ? Duration.ZERO : fate.applyDelay();
      time.schedule(() -> objects.forEach(this::apply), fate.latency().plus(delay));
    }
    Duration limit = request.timeout();
    boolean late = fate.latency().compareTo(limit) > 0;
    time.schedule(
        () -> {
          if (!response.isDone()) {
            end(objects, late ? Fate.failure(Delivery.UNKNOWN) : fate, response);
          }
        },
        late ? limit : fate.latency());
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {
        if (!response.isDone()) {
          end(objects, Fate.failure(Delivery.UNKNOWN), response);
        }
      }
    };
  }

  private void end(
      List<Map<String, Object>> objects, Fate fate, CompletableFuture<TransportResponse> response) {
    inFlight--;
    for (Map<String, Object> object : objects) {
      usersInFlight.remove(user(object));
      if (fate.failure() == Delivery.UNKNOWN || fate.applied() || fate.status() >= 500) {
        mayHaveArrived.add(trace(object));
      }
      if (fate.failure() == null && fate.status() / 100 == 2) {
        covered.add(trace(object));
      }
    }
    if (fate.failure() != null) {
      response.completeExceptionally(new TransportException("simulated", fate.failure()));
    } else {
      response.complete(
          TransportResponse.of(
              fate.status(), fate.headers(), fate.body().getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Override
  public void close() {}

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> objects(TransportRequest request) {
    try (JsonReader json = JsonReader.of(new Buffer().write(request.body()))) {
      Map<String, Object> body = (Map<String, Object>) json.readJsonValue();
      return (List<Map<String, Object>>) body.get("attributes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void apply(Map<String, Object> object) {
    profiles.computeIfAbsent(user(object), id -> new HashMap<>()).putAll(object);
  }

  static String user(Map<String, Object> object) {
    return (String) object.get("external_id");
  }

  private static String trace(Map<String, Object> object) {
    return user(object) + " " + object.get("SegmentMembership");
  }

  /** Whether an object with this user and this value may have reached Braze. */
  boolean mayHaveArrived(String user, String value) {
    return mayHaveArrived.contains(user + " " + value);
  }

  /** Whether a 2xx covers an object with this user and this value. */
  boolean covered(String user, String value) {
    return covered.contains(user + " " + value);
  }

  @Nullable Object attribute(String user, String name) {
    return profiles.getOrDefault(user, Map.of()).get(name);
  }

  int profiles() {
    return profiles.size();
  }

  int requests() {
    return starts.size();
  }

  List<Long> starts() {
    return starts;
  }

  List<Integer> sizes() {
    return sizes;
  }

  int mostInFlight() {
    return mostInFlight;
  }

  List<String> violations() {
    return violations;
  }

  /** The most starts in any window of this length. */
  int mostStartsIn(Duration window) {
    int most = 0;
    int from = 0;
    for (int to = 0; to < starts.size(); to++) {
      while (starts.get(to) - starts.get(from) >= window.toNanos()) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }
}
