package io.github.brazeaudience.simulation;

import com.squareup.moshi.JsonReader;
import io.github.brazeaudience.simulation.ScriptedResponse.OnAbort;
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
 * Simulated Braze on a virtual clock, without sockets. It applies requests to user profiles and
 * records violations of the sender.
 */
public final class SimulatedBraze implements BrazeTransport {
  public static final String SUCCESS = "{\"message\":\"success\"}";

  /** Decides the response to each request. */
  public interface Script {
    ScriptedResponse respond(int request, List<Map<String, Object>> objects);
  }

  /** Records the start and the end of each request. */
  interface RecordingListener {
    void started(List<Map<String, Object>> objects);

    void ended(List<Map<String, Object>> objects, ScriptedResponse scripted);
  }

  private final VirtualTime time;
  private final Script script;
  private final List<RecordingListener> listeners = new ArrayList<>();
  private final Map<String, Map<String, Object>> profiles = new HashMap<>();
  private final List<Long> starts = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final Set<String> usersInFlight = new HashSet<>();
  private final List<String> violations = new ArrayList<>();
  private @Nullable FaultInjector faults;
  private int inFlight;
  private int maxInFlight;
  private boolean closed;

  public SimulatedBraze(VirtualTime time, Script script) {
    this.time = time;
    this.script = script;
  }

  void addListener(RecordingListener listener) {
    listeners.add(listener);
  }

  void injectFaults(@Nullable FaultInjector transportFaults) {
    faults = transportFaults;
  }

  @Override
  public Exchange start(TransportRequest request) {
    List<Map<String, Object>> objects = objects(request);
    starts.add(time.nanoTime());
    sizes.add(objects.size());
    inFlight++;
    maxInFlight = Math.max(maxInFlight, inFlight);
    for (Map<String, Object> object : objects) {
      if (!usersInFlight.add(user(object))) {
        violations.add("two requests in flight for one user");
      }
    }
    if (closed) {
      violations.add("a request after the transport was closed");
    }
    listeners.forEach(listener -> listener.started(objects));
    ScriptedResponse scripted = script.respond(starts.size() - 1, objects);
    SimulatedExchange exchange =
        new SimulatedExchange(objects, scripted, time.nanoTime() + request.timeout().toNanos());
    if (scripted.latency().compareTo(request.timeout()) <= 0) {
      time.schedule(() -> exchange.complete(scripted), scripted.latency());
    } else if (scripted.onAbort() != OnAbort.NEVER) {
      time.schedule(
          () -> exchange.complete(exchange.withoutResponse(Delivery.UNKNOWN)), request.timeout());
    }
    exchange.maybeFail();
    return exchange;
  }

  /** Exchange whose end is scripted. */
  private final class SimulatedExchange implements Exchange {
    private final List<Map<String, Object>> objects;
    private final ScriptedResponse scripted;
    private final long limitNanos;
    private final CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    private boolean aborted;

    SimulatedExchange(
        List<Map<String, Object>> objects, ScriptedResponse scripted, long limitNanos) {
      this.objects = objects;
      this.scripted = scripted;
      this.limitNanos = limitNanos;
    }

    @Override
    public CompletionStage<TransportResponse> response() {
      maybeFail();
      return response;
    }

    /** Throws at random, as a broken transport does; the request may have arrived. */
    void maybeFail() {
      if (faults != null && faults.shouldFail()) {
        complete(withoutResponse(Delivery.UNKNOWN));
        faults.throwRandomError();
      }
    }

    @Override
    public void abort() {
      boolean repeatedOrLate = aborted || time.nanoTime() - limitNanos > 0;
      if (repeatedOrLate || scripted.onAbort() == OnAbort.UNKNOWN) {
        complete(withoutResponse(Delivery.UNKNOWN));
      } else if (scripted.onAbort() == OnAbort.NOT_SENT_YET) {
        complete(withoutResponse(Delivery.NOT_SENT));
      }
      aborted = true;
      maybeFail();
    }

    /**
     * Ends the exchange without a response; objects that were not refused may be applied anyway.
     */
    ScriptedResponse withoutResponse(Delivery result) {
      boolean left = result == Delivery.UNKNOWN && scripted.failure() != Delivery.NOT_SENT;
      return ScriptedResponse.failure(result)
          .withApplied(object -> left && scripted.applied().test(object))
          .withWriteDelay(scripted.writeDelay());
    }

    void complete(ScriptedResponse result) {
      if (response.isDone()) {
        return;
      }
      inFlight--;
      for (int i = 0; i < objects.size(); i++) {
        Map<String, Object> object = objects.get(i);
        usersInFlight.remove(user(object));
        if (result.applied().test(i)) {
          write(object, result.writeDelay().get());
        }
      }
      if (result.failure() != null) {
        listeners.forEach(listener -> listener.ended(objects, result));
        response.completeExceptionally(new TransportException("simulated", result.failure()));
        return;
      }
      TransportResponse received =
          TransportResponse.of(
              result.status(), result.headers(), result.body().getBytes(StandardCharsets.UTF_8));
      boolean readable = faults == null || !faults.makeUnparseable(received);
      listeners.forEach(
          listener -> listener.ended(objects, readable ? result : result.unreadable()));
      response.complete(received);
    }

    private void write(Map<String, Object> object, Duration delay) {
      Runnable write =
          () -> profiles.computeIfAbsent(user(object), id -> new HashMap<>()).putAll(object);
      if (delay.isZero()) {
        write.run();
      } else {
        time.schedule(write, delay);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
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

  /** Returns the external id of an object, else its Braze id, else its alias or email. */
  public static String user(Map<String, Object> object) {
    for (String name : List.of("external_id", "braze_id", "user_alias", "email")) {
      Object identifier = object.get(name);
      if (identifier != null) {
        return identifier.toString();
      }
    }
    throw new AssertionError("an object without an identifier");
  }

  public @Nullable Object attribute(String user, String name) {
    return profiles.getOrDefault(user, Map.of()).get(name);
  }

  /** Returns the attributes of a profile, or null if there is no profile. */
  public @Nullable Map<String, Object> profile(String user) {
    return profiles.get(user);
  }

  /** Sets an attribute, as another writer would. */
  public void set(String user, String name, Object value) {
    profiles.computeIfAbsent(user, id -> new HashMap<>()).put(name, value);
  }

  public int profiles() {
    return profiles.size();
  }

  public int requests() {
    return starts.size();
  }

  public List<Long> starts() {
    return starts;
  }

  public List<Integer> sizes() {
    return sizes;
  }

  int inFlight() {
    return inFlight;
  }

  public int maxInFlight() {
    return maxInFlight;
  }

  public List<String> violations() {
    return violations;
  }

  /** Returns the largest number of starts in any window of this length. */
  public int maxStartsIn(Duration window) {
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
