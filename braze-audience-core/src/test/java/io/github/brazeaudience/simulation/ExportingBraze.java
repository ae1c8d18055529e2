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

/** Simulated Braze that also exports its profiles, and the ids of the profiles of devices. */
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
  private final Map<String, List<Map<String, String>>> devices = new HashMap<>();
  private final Map<String, Integer> devicesInFlight = new HashMap<>();
  private final List<Long> starts = new ArrayList<>();
  private final List<List<String>> exports = new ArrayList<>();
  private int exportsInFlight;
  private int maxExportsInFlight;
  private int maxInFlight;
  private int maxInFlightOfADevice;

  ExportingBraze(VirtualTime time, SimulatedBraze tracked, Script script) {
    this.time = time;
    this.tracked = tracked;
    this.script = script;
  }

  /** Exports the profiles of a Braze. */
  public static ExportingBraze of(VirtualTime time, SimulatedBraze tracked) {
    return new ExportingBraze(time, tracked, (export, users) -> null);
  }

  @Override
  public Exchange start(TransportRequest request) {
    boolean track = request.uri().getPath().equals("/users/track");
    Exchange exchange = track ? tracked.start(request) : export(request);
    maxInFlight = Math.max(maxInFlight, exportsInFlight + tracked.inFlight());
    return exchange;
  }

  private Exchange export(TransportRequest request) {
    Map<String, Object> body = body(request);
    boolean lookup = body.containsKey("device_id");
    List<String> users = lookup ? List.of(device(body)) : users(body);
    if (lookup) {
      int inFlight = devicesInFlight.merge(users.get(0), 1, Integer::sum);
      maxInFlightOfADevice = Math.max(maxInFlightOfADevice, inFlight);
    }
    ScriptedResponse scripted = script.respond(exports.size(), users);
    starts.add(time.nanoTime());
    exports.add(users);
    exportsInFlight++;
    maxExportsInFlight = Math.max(maxExportsInFlight, exportsInFlight);
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    Duration latency = scripted == null ? LATENCY : scripted.latency();
    boolean late = latency.compareTo(request.timeout()) > 0;
    time.schedule(
        () ->
            end(
                lookup,
                users,
                late ? ScriptedResponse.failure(Delivery.UNKNOWN) : scripted,
                response),
        late ? request.timeout() : latency);
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {
        end(lookup, users, ScriptedResponse.failure(Delivery.UNKNOWN), response);
      }
    };
  }

  private void end(
      boolean lookup,
      List<String> users,
      @Nullable ScriptedResponse scripted,
      CompletableFuture<TransportResponse> response) {
    if (response.isDone()) {
      return;
    }
    exportsInFlight--;
    if (lookup) {
      devicesInFlight.merge(users.get(0), -1, Integer::sum);
    }
    if (scripted != null && scripted.failure() != null) {
      response.completeExceptionally(new TransportException("simulated", scripted.failure()));
    } else {
      byte[] body =
          (scripted != null
                  ? scripted.body()
                  : lookup ? lookupBody(users.get(0)) : exportBody(users))
              .getBytes(StandardCharsets.UTF_8);
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
    return json(
        Map.of("users", found, "invalid_user_ids", List.copyOf(unknown), "message", "success"));
  }

  private String lookupBody(String device) {
    return json(Map.of("users", devices.getOrDefault(device, List.of()), "message", "success"));
  }

  private static String json(Map<String, Object> value) {
    Buffer buffer = new Buffer();
    try (JsonWriter json = JsonWriter.of(buffer)) {
      json.jsonValue(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.readUtf8();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> body(TransportRequest request) {
    try (JsonReader json = JsonReader.of(new Buffer().write(request.body()))) {
      return (Map<String, Object>) json.readJsonValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> users(Map<String, Object> body) {
    if (!body.get("fields_to_export").equals(List.of("external_id", "custom_attributes"))) {
      throw new AssertionError("the fields are " + body.get("fields_to_export"));
    }
    return (List<String>) body.get("external_ids");
  }

  private static String device(Map<String, Object> body) {
    if (!body.get("fields_to_export").equals(List.of("braze_id", "external_id"))
        || body.size() != 2) {
      throw new AssertionError("the lookup is " + body);
    }
    return (String) body.get("device_id");
  }

  /** Adds a profile with a Braze id to a device. */
  public void addAnonymous(String device, String brazeId) {
    add(device, Map.of("braze_id", brazeId));
  }

  /** Adds a profile with both ids to a device. */
  public void addUser(String device, String externalId) {
    add(device, Map.of("braze_id", "b-of-" + externalId, "external_id", externalId));
  }

  private void add(String device, Map<String, String> profile) {
    devices.computeIfAbsent(device, first -> new ArrayList<>()).add(profile);
  }

  /** Returns the largest number of lookups of one device in flight. */
  public int maxInFlightOfADevice() {
    return maxInFlightOfADevice;
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
