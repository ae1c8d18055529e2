package io.github.brazeaudience.simulation;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
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

/** A simulated Braze that also tells what its profiles hold. */
public final class ExportingBraze implements BrazeTransport {
  /** How long it takes to tell. */
  public static final Duration LATENCY = Duration.ofMillis(200);

  /** Decides the fate of an export; null if it is answered as Braze does. */
  public interface Script {
    @Nullable Fate fate(int export, List<String> users);
  }

  final SimulatedBraze tracked;
  private final VirtualTime time;
  private final Script script;
  private final List<Long> starts = new ArrayList<>();
  private final List<List<String>> exports = new ArrayList<>();
  private int exportsInFlight;
  private int mostExportsInFlight;
  private int mostInFlight;

  ExportingBraze(VirtualTime time, SimulatedBraze tracked, Script script) {
    this.time = time;
    this.tracked = tracked;
    this.script = script;
  }

  @Override
  public Exchange start(TransportRequest request) {
    boolean track = request.uri().getPath().equals("/users/track");
    Exchange exchange = track ? tracked.start(request) : export(request);
    mostInFlight = Math.max(mostInFlight, exportsInFlight + tracked.inFlight());
    return exchange;
  }

  private Exchange export(TransportRequest request) {
    List<String> users = users(request);
    Fate fate = script.fate(exports.size(), users);
    starts.add(time.nanoTime());
    exports.add(users);
    exportsInFlight++;
    mostExportsInFlight = Math.max(mostExportsInFlight, exportsInFlight);
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    Duration latency = fate == null ? LATENCY : fate.latency();
    boolean late = latency.compareTo(request.timeout()) > 0;
    time.schedule(
        () -> end(users, late ? Fate.failure(Delivery.UNKNOWN) : fate, response),
        late ? request.timeout() : latency);
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {
        end(users, Fate.failure(Delivery.UNKNOWN), response);
      }
    };
  }

  private void end(
      List<String> users, @Nullable Fate fate, CompletableFuture<TransportResponse> response) {
    if (response.isDone()) {
      return;
    }
    exportsInFlight--;
    if (fate != null && fate.failure() != null) {
      response.completeExceptionally(new TransportException("simulated", fate.failure()));
    } else {
      byte[] body = (fate == null ? answer(users) : fate.body()).getBytes(StandardCharsets.UTF_8);
      response.complete(
          TransportResponse.of(
              fate == null ? 201 : fate.status(), fate == null ? Map.of() : fate.headers(), body));
    }
  }

  /** What Braze tells of these users now. */
  public String answer(List<String> users) {
    List<Map<String, Object>> found = new ArrayList<>();
    Set<String> unknown = new HashSet<>();
    for (String user : users) {
      Map<String, Object> profile = tracked.profile(user);
      if (profile == null) {
        unknown.add(user);
      } else {
        Map<String, Object> custom = new HashMap<>(profile);
        custom.values().removeIf(value -> value == null);
        custom.remove("external_id");
        found.add(Map.of("custom_attributes", custom, "external_id", user));
      }
    }
    Buffer buffer = new Buffer();
    try (JsonWriter json = JsonWriter.of(buffer)) {
      json.jsonValue(
          Map.of("users", found, "invalid_user_ids", List.copyOf(unknown), "message", "success"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.readUtf8();
  }

  @SuppressWarnings("unchecked")
  private static List<String> users(TransportRequest request) {
    try (JsonReader json = JsonReader.of(new Buffer().write(request.body()))) {
      Map<String, Object> body = (Map<String, Object>) json.readJsonValue();
      if (!body.get("fields_to_export").equals(List.of("external_id", "custom_attributes"))) {
        throw new AssertionError("the fields are " + body.get("fields_to_export"));
      }
      return (List<String>) body.get("external_ids");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}

  /** The users of each export. */
  public List<List<String>> exports() {
    return exports;
  }

  public List<Long> starts() {
    return starts;
  }

  public int mostExportsInFlight() {
    return mostExportsInFlight;
  }

  /** Of all requests. */
  public int mostInFlight() {
    return mostInFlight;
  }
}
