package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ReceivedRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Endpoint {@code POST /users/track}, which changes profiles. */
public final class TrackEndpoint implements Endpoint {
  static final String PATH = "/users/track";
  public static final String NO_VALID_DATA =
      "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields.";
  static final String TOO_MANY = "Max Input Length Exceeded";

  private final Options options;
  private final Workspace workspace;
  private final ObjectChecks checks;
  private final HourlyBudget budget;
  private final Map<String, Rejection> poisons = new ConcurrentHashMap<>();

  public TrackEndpoint(Options options, Workspace workspace) {
    this.options = options;
    this.workspace = workspace;
    budget = new HourlyBudget(options.maxWritesPerHour(), options.clock());
    checks = new ObjectChecks(options.blockedUsers(), workspace.pushTokens());
  }

  /** Uses up requests of the hourly budget as another client. */
  public void useBudget(int requests) {
    budget.use(requests);
  }

  public void poison(String externalId, Rejection rejection) {
    poisons.put(externalId, rejection);
  }

  public void heal(String externalId) {
    poisons.remove(externalId);
  }

  @Override
  public Route route() {
    return new Route("POST", PATH, "users.track");
  }

  @Override
  public Response handle(ReceivedRequest received) {
    return handle(received.body());
  }

  /** Handles the body of an authorized request. */
  public Response handle(byte[] body) {
    return budget.handle(() -> respond(body));
  }

  private Response respond(byte[] body) {
    Json.Text json;
    try {
      json = Json.parse(body);
    } catch (MalformedJson e) {
      return Response.syntaxError();
    }
    return TrackRequest.of(json)
        .map(this::handle)
        .orElseGet(() -> Response.message(400, NO_VALID_DATA));
  }

  private Response handle(TrackRequest request) {
    int counted = options.maxObjectsPerArray() ? request.longestArray() : request.objects();
    if (counted > options.maxObjects()) {
      return Response.message(400, TOO_MANY);
    }
    List<?> attributes = request.attributes();
    for (Object element : attributes) {
      int status = poison(element).map(Rejection::status).orElse(0);
      if (status != 0) {
        return refusal(attributes, status);
      }
    }
    List<Map<String, Object>> errors = new ArrayList<>();
    List<Object> valid = new ArrayList<>();
    for (int i = 0; i < attributes.size(); i++) {
      Object element = attributes.get(i);
      Optional<String> error =
          checks.error(element).or(() -> poison(element).flatMap(Rejection::errorType));
      if (error.isPresent()) {
        errors.add(named(error.get(), i));
      } else if (element != null) {
        valid.add(element);
      }
    }
    return respond(request, valid, errors);
  }

  /**
   * Rejects the request because of a poisoned user, and names users whose poison has an error type.
   */
  private Response refusal(List<?> attributes, int status) {
    List<Map<String, Object>> errors = new ArrayList<>();
    for (int i = 0; i < attributes.size(); i++) {
      int index = i;
      poison(attributes.get(i))
          .filter(poison -> poison.status() == status)
          .flatMap(Rejection::errorType)
          .ifPresent(type -> errors.add(named(type, index)));
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("message", errors.isEmpty() ? "Status " + status : NO_VALID_DATA);
    if (!errors.isEmpty()) {
      members.put("errors", errors);
    }
    return Response.json(status, members);
  }

  private Response respond(
      TrackRequest request, List<Object> valid, List<Map<String, Object>> errors) {
    Map<String, Object> members = new LinkedHashMap<>();
    boolean nothing = valid.isEmpty() && request.objects() == request.attributes().size();
    members.put("message", nothing ? NO_VALID_DATA : "success");
    if (!nothing) {
      workspace.duplicateKeys(request.duplicateKeys());
      valid.forEach(this::apply);
      if (request.grouped()) {
        workspace
            .groups()
            .track(request.groupId())
            .ifPresent(type -> errors.add(Map.of("type", type)));
      }
      members.put("attributes_processed", valid.size());
    }
    if (!errors.isEmpty()) {
      members.put("errors", errors);
    }
    return Response.json(nothing ? 400 : 201, members);
  }

  @SuppressWarnings("unchecked") // the JSON reader creates no other maps
  private void apply(Object object) {
    workspace.apply((Map<String, @Nullable Object>) object);
  }

  private Optional<Rejection> poison(@Nullable Object element) {
    return element instanceof Map<?, ?> object && object.get("external_id") instanceof String id
        ? Optional.ofNullable(poisons.get(id))
        : Optional.empty();
  }

  private static Map<String, Object> named(String type, int index) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", type);
    error.put("input_array", "attributes");
    error.put("index", index);
    return error;
  }
}
