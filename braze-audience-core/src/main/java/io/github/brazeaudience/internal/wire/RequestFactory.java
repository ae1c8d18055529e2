package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.URI;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Creates requests to the REST endpoint of a configuration: address, key and other headers.
 * Thread-safe.
 */
public final class RequestFactory {
  private final Map<BrazeOperation, URI> uris = new EnumMap<>(BrazeOperation.class);
  private final Map<String, String> headersOfGet = new LinkedHashMap<>();
  private final Map<String, String> headersOfPost = new LinkedHashMap<>();

  /** Creates a factory for a configuration. */
  public RequestFactory(BrazeAudienceConfig config) {
    for (BrazeOperation operation : BrazeOperation.values()) {
      uris.put(operation, config.endpoints().restUri(operation.path()));
    }
    headersOfGet.put("Authorization", "Bearer " + config.restApiKey().reveal());
    headersOfGet.put("Accept", "application/json");
    headersOfGet.put("User-Agent", config.userAgent());
    headersOfPost.put("Authorization", "Bearer " + config.restApiKey().reveal());
    headersOfPost.put("Content-Type", "application/json");
    headersOfPost.put("Accept", "application/json");
    headersOfPost.put("User-Agent", config.userAgent());
  }

  /** {@return the host, with its port if it has one, for messages} */
  public String host() {
    return uri(BrazeOperation.TRACK_USERS).getAuthority();
  }

  /** {@return a POST request with the default limits, whose body is encoded when it is read} */
  public TransportRequest post(BrazeOperation operation, Supplier<List<byte[]>> body) {
    return TransportRequest.post(uri(operation), headersOfPost, body);
  }

  /** {@return a GET request with the default limits and this encoded query, which may be empty} */
  public TransportRequest get(BrazeOperation operation, String query) {
    URI uri = uri(operation);
    return TransportRequest.get(
        query.isEmpty() ? uri : URI.create(uri + "?" + query), headersOfGet);
  }

  private URI uri(BrazeOperation operation) {
    return Objects.requireNonNull(uris.get(operation), "URI of an operation");
  }
}
