package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ReceivedRequest;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Routes a request to its endpoint after checking the path, the method, the key, its permissions,
 * the size and, for a POST, the content type.
 */
public final class RequestRouter {
  public static final String INVALID_KEY = "Invalid API Key";
  static final String ACCESS_DENIED = "Access Denied";

  private static final String BEARER = "Bearer ";

  private final Options options;
  private final Map<String, Endpoint> endpoints;

  public RequestRouter(Options options, Collection<Endpoint> endpoints) {
    this.options = options;
    this.endpoints =
        endpoints.stream()
            .collect(Collectors.toUnmodifiableMap(it -> it.route().path(), endpoint -> endpoint));
  }

  public Response route(ReceivedRequest request) {
    String path = request.endpoint();
    Endpoint endpoint = endpoints.get(path);
    if (endpoint == null) {
      boolean slash = path.endsWith("/") && endpoints.containsKey(withoutLastCharacter(path));
      return slash ? Response.message(403, ACCESS_DENIED) : Response.message(404, "Invalid URL");
    }
    if (!request.method().equals(endpoint.route().method())) {
      return Response.message(405, "Method Not Allowed")
          .withHeader("allow", endpoint.route().method());
    }
    Set<String> permissions = permissions(request.header("authorization"));
    if (permissions == null) {
      return Response.message(401, INVALID_KEY);
    }
    if (!permissions.contains(endpoint.route().permission())) {
      return Response.message(403, ACCESS_DENIED);
    }
    if (request.bodySize() > options.maxBodyBytes()) {
      return Response.message(413, "Request Entity Too Large");
    }
    if (request.method().equals("POST") && !isJson(request.header("content-type"))) {
      return Response.message(415, "Unsupported Media Type");
    }
    return endpoint.handle(request);
  }

  private static String withoutLastCharacter(String path) {
    return path.substring(0, path.length() - 1);
  }

  /** {@return the permissions of the key, or null if the key is unknown} */
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
