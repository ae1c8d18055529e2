package io.github.brazeaudience.simulation;

import com.squareup.moshi.JsonReader;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Simulated Braze that tracks the processing of requests by their group. It counts the requests
 * that it accepts with 2xx, and processes them when they are released.
 */
public final class TrackingBraze implements BrazeTransport {
  /** Latency of a status request. */
  public static final Duration LATENCY = Duration.ofMillis(50);

  /** Decides the response to each status request; null returns the status. */
  public interface Script {
    @Nullable ScriptedResponse respond(int poll, String group);
  }

  private final VirtualTime time;
  private final BrazeTransport other;
  private final Script script;
  private final List<String> bodies = new ArrayList<>();
  private final List<String> otherBodies = new ArrayList<>();
  private final List<Duration> polls = new ArrayList<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();

  private static final class Group {
    private final Instant first;
    private int received;
    private int done;
    private @Nullable Instant completed;

    Group(Instant first) {
      this.first = first;
    }
  }

  /**
   * Creates a Braze.
   *
   * @param other responds to all requests but those for a status
   */
  public TrackingBraze(VirtualTime time, BrazeTransport other, Script script) {
    this.time = time;
    this.other = other;
    this.script = script;
  }

  @Override
  public Exchange start(TransportRequest request) {
    String path = request.uri().getPath();
    if (path.equals("/users/track/status")) {
      return status(request);
    }
    String body = new String(request.body(), StandardCharsets.UTF_8);
    Exchange exchange = other.start(request);
    if (!path.equals("/users/track")) {
      otherBodies.add(body);
      return exchange;
    }
    bodies.add(body);
    String group = group(body);
    Instant now = time.now();
    var unused =
        exchange
            .response()
            .whenComplete(
                (response, failure) -> {
                  if (group != null && response != null && response.status() / 100 == 2) {
                    groups.computeIfAbsent(group, id -> new Group(now)).received++;
                  }
                });
    return exchange;
  }

  private Exchange status(TransportRequest request) {
    String group = request.uri().getQuery().replaceFirst("^group_id=", "");
    ScriptedResponse scripted = script.respond(polls.size(), group);
    polls.add(time.elapsed());
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    time.schedule(() -> end(group, scripted, response), LATENCY);
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {
        response.cancel(false);
      }
    };
  }

  private void end(
      String group,
      @Nullable ScriptedResponse scripted,
      CompletableFuture<TransportResponse> response) {
    if (scripted != null && scripted.failure() != null) {
      response.completeExceptionally(new TransportException("simulated", scripted.failure()));
      return;
    }
    String body = scripted == null ? statusBody(group) : scripted.body();
    response.complete(
        TransportResponse.of(
            scripted == null ? 200 : scripted.status(),
            scripted == null ? Map.of() : scripted.headers(),
            body.getBytes(StandardCharsets.UTF_8)));
  }

  private String statusBody(String id) {
    Group group = groups.get(id);
    if (group == null || !time.now().isBefore(group.first.plus(Duration.ofHours(24)))) {
      return "{\"results\":[]}";
    }
    boolean completed = group.done == group.received;
    return String.format(
        Locale.ROOT,
        "{\"results\":[{\"group_id\":\"%s\",\"status\":\"%s\",\"received\":%d,\"done\":%d,"
            + "\"processing\":%d,\"final_completion_time\":%s}]}",
        id,
        completed ? "completed" : "processing",
        group.received,
        group.done,
        group.received - group.done,
        completed ? "\"" + group.completed + "\"" : "null");
  }

  /** Counts a request of a group whose response was lost. */
  public void receive(String group) {
    groups.computeIfAbsent(group, id -> new Group(time.now())).received++;
  }

  /** Processes all requests. */
  public void release() {
    groups.keySet().forEach(this::release);
  }

  /** Processes the requests of a group. */
  public void release(String id) {
    Group group = groups.get(id);
    group.done = group.received;
    group.completed = time.now();
  }

  /** {@return the bodies of the track requests} */
  public List<String> bodies() {
    return bodies;
  }

  /** {@return the bodies of the other requests} */
  public List<String> otherBodies() {
    return otherBodies;
  }

  /** {@return when a status was requested, since the start} */
  public List<Duration> polls() {
    return polls;
  }

  /** {@return the groups of the track requests, each once, in their order} */
  public List<String> groups() {
    return bodies.stream().map(TrackingBraze::group).distinct().toList();
  }

  /** {@return the group of a body, or null if it has none} */
  public static @Nullable String group(String body) {
    return (String) json(body).get("group_id");
  }

  /** {@return the members of a body} */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> json(String body) {
    try (JsonReader json = JsonReader.of(new Buffer().writeUtf8(body))) {
      return (Map<String, Object>) json.readJsonValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    other.close();
  }
}
