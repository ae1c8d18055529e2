package io.github.brazeaudience.simulation;

import com.squareup.moshi.JsonReader;
import io.github.brazeaudience.simulation.Fate.AtAbort;
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
public final class SimulatedBraze implements BrazeTransport {
  public static final String SUCCESS = "{\"message\":\"success\"}";

  /** Decides the fate of a request. */
  public interface Script {
    Fate fate(int request, List<Map<String, Object>> objects);
  }

  /** Sees what is sent, and how it ends. */
  interface Witness {
    void started(List<Map<String, Object>> objects);

    void ended(List<Map<String, Object>> objects, Fate fate);
  }

  private final VirtualTime time;
  private final Script script;
  private final List<Witness> witnesses = new ArrayList<>();
  private final Map<String, Map<String, Object>> profiles = new HashMap<>();
  private final List<Long> starts = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final Set<String> usersInFlight = new HashSet<>();
  private final List<String> violations = new ArrayList<>();
  private @Nullable Faults faults;
  private int inFlight;
  private int mostInFlight;
  private boolean closed;

  public SimulatedBraze(VirtualTime time, Script script) {
    this.time = time;
    this.script = script;
  }

  void seenBy(Witness witness) {
    witnesses.add(witness);
  }

  void failsWith(@Nullable Faults transportFaults) {
    faults = transportFaults;
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
    if (closed) {
      violations.add("a request after the end");
    }
    witnesses.forEach(witness -> witness.started(objects));
    Fate fate = script.fate(starts.size() - 1, objects);
    Open open = new Open(objects, fate, time.nanoTime() + request.timeout().toNanos());
    if (fate.latency().compareTo(request.timeout()) <= 0) {
      time.schedule(() -> open.end(fate), fate.latency());
    } else if (fate.atAbort() != AtAbort.NEVER) {
      time.schedule(() -> open.end(open.lost(Delivery.UNKNOWN)), request.timeout());
    }
    open.mayFail();
    return open;
  }

  /** An exchange that has not ended. */
  private final class Open implements Exchange {
    private final List<Map<String, Object>> objects;
    private final Fate fate;
    private final long limitNanos;
    private final CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    private boolean aborted;

    Open(List<Map<String, Object>> objects, Fate fate, long limitNanos) {
      this.objects = objects;
      this.fate = fate;
      this.limitNanos = limitNanos;
    }

    @Override
    public CompletionStage<TransportResponse> response() {
      mayFail();
      return response;
    }

    /** The transport throws; of the request nobody knows what became of it. */
    void mayFail() {
      if (faults != null && faults.strikes()) {
        end(lost(Delivery.UNKNOWN));
        faults.raise();
      }
    }

    @Override
    public void abort() {
      boolean givenUp = aborted || time.nanoTime() - limitNanos > 0;
      if (givenUp || fate.atAbort() == AtAbort.UNKNOWN) {
        end(lost(Delivery.UNKNOWN));
      } else if (fate.atAbort() == AtAbort.NOT_LEFT) {
        end(lost(Delivery.NOT_SENT));
      }
      aborted = true;
      mayFail();
    }

    /** Without an answer; what was not refused may be written all the same. */
    Fate lost(Delivery how) {
      boolean left = how == Delivery.UNKNOWN && fate.failure() != Delivery.NOT_SENT;
      return Fate.failure(how)
          .taken(object -> left && fate.taken().test(object))
          .delay(fate.delay());
    }

    void end(Fate how) {
      if (response.isDone()) {
        return;
      }
      inFlight--;
      for (int i = 0; i < objects.size(); i++) {
        Map<String, Object> object = objects.get(i);
        usersInFlight.remove(user(object));
        if (how.taken().test(i)) {
          write(object, how.delay().get());
        }
      }
      if (how.failure() != null) {
        witnesses.forEach(witness -> witness.ended(objects, how));
        response.completeExceptionally(new TransportException("simulated", how.failure()));
        return;
      }
      TransportResponse received =
          TransportResponse.of(
              how.status(), how.headers(), how.body().getBytes(StandardCharsets.UTF_8));
      boolean readable = faults == null || !faults.makeUnreadable(received);
      witnesses.forEach(witness -> witness.ended(objects, readable ? how : how.unreadable()));
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

  public static String user(Map<String, Object> object) {
    return (String) object.get("external_id");
  }

  public @Nullable Object attribute(String user, String name) {
    return profiles.getOrDefault(user, Map.of()).get(name);
  }

  /** What a profile holds, null if there is none. */
  public @Nullable Map<String, Object> profile(String user) {
    return profiles.get(user);
  }

  /** Sets an attribute as if another writer had done it. */
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

  public int mostInFlight() {
    return mostInFlight;
  }

  public List<String> violations() {
    return violations;
  }

  /** The most starts in any window of this length. */
  public int mostStartsIn(Duration window) {
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
