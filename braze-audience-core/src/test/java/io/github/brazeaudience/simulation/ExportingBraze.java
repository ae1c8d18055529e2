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

/** Simulated Braze that also exports its profiles. */
public final class ExportingBraze implements BrazeTransport {
  /** Latency of an export. */
  public static final Duration LATENCY = Duration.ofMillis(200);

  /** Decides the response to each export; null exports the profiles. */
  public interface Script {
    @Nullable ScriptedResponse respond(int export, List<String> users);
  }

  final SimulatedBraze tracked;
  private final VirtualTime time;
  private final Script script;
  private final List<Long> starts = new ArrayList<>();
  private final List<List<String>> exports = new ArrayList<>();
  private int exportsInFlight;
  private int maxExportsInFlight;
  private int maxInFlight;

  ExportingBraze(VirtualTime time, SimulatedBraze tracked, Script script) {
    this.time = time;
    this.tracked = tracked;
    this.script = script;
  }

  @Override
  public Exchange start(TransportRequest request) {
    boolean track = request.uri().getPath().equals("/users/track");
    Exchange exchange = track ? tracked.start(request) : export(request);
    maxInFlight = Math.max(maxInFlight, exportsInFlight + tracked.inFlight());
    return exchange;
  }

  private Exchange export(TransportRequest request) {
    List<String> users = users(request);
    ScriptedResponse scripted = script.respond(exports.size(), users);
    starts.add(time.nanoTime());
    exports.add(users);
    exportsInFlight++;
    maxExportsInFlight = Math.max(maxExportsInFlight, exportsInFlight);
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    Duration latency = scripted == null ? LATENCY : scripted.latency();
    boolean late = latency.compareTo(request.timeout()) > 0;
    time.schedule(
        () -> end(users, late ? ScriptedResponse.failure(Delivery.UNKNOWN) : scripted, response),
        late ? request.timeout() : latency);
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {
        end(users, ScriptedResponse.failure(Delivery.UNKNOWN), response);
      }
    };
  }

  private void end(
      List<String> users,
      @Nullable ScriptedResponse scripted,
      CompletableFuture<TransportResponse> response) {
    if (response.isDone()) {
      return;
    }
    exportsInFlight--;
    if (scripted != null && scripted.failure() != null) {
      response.completeExceptionally(new TransportException("simulated", scripted.failure()));
    } else {
      byte[] body =
          (scripted == null ? exportBody(users) : scripted.body()).getBytes(StandardCharsets.UTF_8);
      response.complete(
          TransportResponse.of(
              scripted == null ? 201 : scripted.status(),
              scripted == null ? Map.of() : scripted.headers(),
              body));
    }
  }

  /** Returns the body of an export of these users now. */
  public String exportBody(List<String> users) {
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

  /** Returns the users of each export. */
  public List<List<String>> exports() {
    return exports;
  }

  public List<Long> starts() {
    return starts;
  }

  public int maxExportsInFlight() {
    return maxExportsInFlight;
  }

  /** Returns the largest number of requests in flight, including exports. */
  public int maxInFlight() {
    return maxInFlight;
  }
}
