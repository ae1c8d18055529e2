package io.github.brazeaudience.internal.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Transport with a response for each path. By default, a healthy workspace without attributes. */
public final class RoutedTransport implements BrazeTransport {
  public static final TransportResponse NO_VALID_DATA =
      json(400, "{\"message\":\"Valid data must be provided in the 'attributes' field.\"}");

  private final Map<String, Function<TransportRequest, @Nullable TransportResponse>> routes =
      new HashMap<>();
  private TransportException failure = new TransportException("broken", Delivery.NOT_SENT);
  private final List<TransportRequest> started = new ArrayList<>();

  public RoutedTransport() {
    on(BrazeOperation.TRACK_USERS, NO_VALID_DATA);
    on(BrazeOperation.EXPORT_USERS, json(201, "{\"message\":\"success\",\"users\":[]}"));
    on(BrazeOperation.READ_TRACK_STATUS, json(200, "{\"results\":[]}"));
    on(BrazeOperation.LIST_CUSTOM_ATTRIBUTES, page(""));
  }

  public static TransportResponse json(int status, String body) {
    return TransportResponse.of(status, Map.of(), body.getBytes(UTF_8));
  }

  /** {@return the last page of the list of attributes} */
  public static TransportResponse page(String attributes) {
    return json(200, "{\"message\":\"success\",\"attributes\":[" + attributes + "]}");
  }

  /** {@return a page of the list of attributes with a link to the next one} */
  public static TransportResponse page(String attributes, String cursor) {
    return TransportResponse.of(
        200,
        Map.of(
            "Link", List.of("<https://h/custom_attributes?cursor=" + cursor + ">; rel=\"next\"")),
        page(attributes).body());
  }

  public static String attribute(String name, String type, @Nullable Integer arrayLength) {
    return "{\"name\":\"%s\",\"data_type\":\"%s\",\"array_length\":%s,\"status\":\"Active\"}"
        .formatted(name, type, arrayLength);
  }

  public RoutedTransport on(BrazeOperation operation, TransportResponse response) {
    return on(operation, request -> response);
  }

  /** Breaks each connection for an operation. */
  public RoutedTransport fail(BrazeOperation operation, TransportException with) {
    failure = with;
    return on(operation, request -> null);
  }

  /** A function that returns null breaks the connection. */
  public RoutedTransport on(
      BrazeOperation operation, Function<TransportRequest, @Nullable TransportResponse> route) {
    routes.put(operation.path(), route);
    return this;
  }

  public RoutedTransport onEach(TransportResponse response) {
    for (BrazeOperation operation : BrazeOperation.values()) {
      on(operation, response);
    }
    return this;
  }

  public List<TransportRequest> started() {
    return started;
  }

  public List<String> paths() {
    return started.stream().map(request -> request.uri().getPath()).toList();
  }

  @Override
  public Exchange start(TransportRequest request) {
    started.add(request);
    TransportResponse response = routes.get(request.uri().getPath()).apply(request);
    CompletableFuture<TransportResponse> end =
        response == null
            ? CompletableFuture.failedFuture(failure)
            : CompletableFuture.completedFuture(response);
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return end;
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}
}
