package io.github.brazeaudience.testing;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a request to the answer that Braze gives: the path, the method, the key and its permissions,
 * then the endpoint.
 */
final class FrontDoor {
  static final String INVALID_KEY = "Invalid API Key";
  static final String ACCESS_DENIED = "Access Denied";

  private static final String BEARER = "Bearer ";

  private final Options options;
  private final Map<String, Endpoint> endpoints;

  /** A door to these endpoints, by path. */
  FrontDoor(Options options, Map<String, Endpoint> endpoints) {
    this.options = options;
    this.endpoints = Map.copyOf(endpoints);
  }

  Answer answer(ReceivedRequest request) {
    String path = request.path().split("\\?", 2)[0];
    Endpoint endpoint = endpoints.get(path);
    if (endpoint == null) {
      boolean slash = path.endsWith("/") && endpoints.containsKey(withoutLast(path));
      return slash ? Answer.message(403, ACCESS_DENIED) : Answer.message(404, "Invalid URL");
    }
    if (!request.method().equals("POST")) {
      return Answer.message(405, "Method Not Allowed").withHeader("allow", "POST");
    }
    Set<String> permissions = permissions(request.header("authorization"));
    if (permissions == null) {
      return Answer.message(401, INVALID_KEY);
    }
    if (!permissions.contains(endpoint.permission())) {
      return Answer.message(403, ACCESS_DENIED);
    }
    if (request.bodySize() > options.maxBodyBytes()) {
      return Answer.message(413, "Request Entity Too Large");
    }
    if (!isJson(request.header("content-type"))) {
      return Answer.message(415, "Unsupported Media Type");
    }
    return endpoint.handle(request.body());
  }

  private static String withoutLast(String path) {
    return path.substring(0, path.length() - 1);
  }

  /** What the key may do, null if it is none of this Braze. */
  private @Nullable Set<String> permissions(Optional<String> header) {
    return header
        .filter(value -> value.startsWith(BEARER))
        .map(value -> options.restApiKeys().get(value.substring(BEARER.length())))
        .orElse(null);
  }

  private static boolean isJson(Optional<String> contentType) {
    return contentType
        .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter("application/json"::equals)
        .isPresent();
  }
}
