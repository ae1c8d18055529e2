package io.github.brazeaudience.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/** Minimal server for {@code /users/track} that stores the objects. */
final class TrackServer implements AutoCloseable {
  static final String KEY = "a-key-for-tests";

  /**
   * Response.
   *
   * @param afterwards runs after the response was sent
   */
  record Answer(int status, String body, Runnable afterwards) {
    static final Answer SUCCESS = new Answer(201, "{\"message\":\"success\"}");

    Answer(int status, String body) {
      this(status, body, () -> {});
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final List<String> bodies = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Map<String, Object>> objects = new LinkedHashMap<>();
  private final Profiles profiles = new Profiles();
  private final IntFunction<Answer> answers;

  TrackServer() {
    this(number -> Answer.SUCCESS);
  }

  /** A server whose response depends on the number of the request, starting with 1. */
  TrackServer(IntFunction<Answer> answers) {
    this(answers, Executors.newCachedThreadPool());
  }

  /** A server that handles one request at a time, in order of arrival. */
  static TrackServer oneByOne(IntFunction<Answer> answers) {
    return new TrackServer(answers, Executors.newSingleThreadExecutor());
  }

  private TrackServer(IntFunction<Answer> answers, ExecutorService threads) {
    this.answers = answers;
    this.threads = threads;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized int requests() {
    return bodies.size();
  }

  synchronized List<String> bodies() {
    return List.copyOf(bodies);
  }

  /** Violations of the protocol by the client. */
  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** The last object for each external id. */
  synchronized Map<String, Map<String, Object>> objects() {
    return new LinkedHashMap<>(objects);
  }

  /** The profiles after all objects, whatever the responses were. */
  synchronized Map<String, Map<String, Object>> profiles() {
    return profiles.all();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int number = keep(exchange, body);
    Answer answer = answers.apply(number);
    byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
    answer.afterwards().run();
  }

  private synchronized int keep(HttpExchange exchange, byte[] body) {
    expect("POST", exchange.getRequestMethod());
    expect("/users/track", exchange.getRequestURI().toString());
    expect("Bearer " + KEY, exchange.getRequestHeaders().getFirst("Authorization"));
    expect("application/json", exchange.getRequestHeaders().getFirst("Content-Type"));
    bodies.add(new String(body, StandardCharsets.UTF_8));
    Map<String, Object> members = Json.object(body);
    expect("[attributes]", members.keySet().toString());
    List<Map<String, Object>> attributes = Json.objects(members.get("attributes"));
    if (attributes.size() > 75) {
      faults.add(attributes.size() + " objects");
    }
    attributes.forEach(object -> objects.put(String.valueOf(object.get("external_id")), object));
    attributes.forEach(profiles::apply);
    return bodies.size();
  }

  private void expect(String wanted, String found) {
    if (!wanted.equals(found)) {
      faults.add(found + " instead of " + wanted);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
