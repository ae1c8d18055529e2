package io.github.brazeaudience.internal.query;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.wire.RequestFactory;
import io.github.brazeaudience.transport.TransportRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request that changes no profile.
 *
 * @param parameters the encoded query of a GET request, without its question mark; may be empty
 * @param body the JSON body of a POST request, or null for a GET request
 */
public record Query(BrazeOperation operation, String parameters, @Nullable String body) {
  public static Query get(BrazeOperation operation, String parameters) {
    return new Query(operation, parameters, null);
  }

  public static Query post(BrazeOperation operation, String body) {
    return new Query(operation, "", body);
  }

  TransportRequest request(RequestFactory requests) {
    return body == null
        ? requests.get(operation, parameters)
        : requests.post(operation, () -> List.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Contains no parameters and no body. */
  @Override
  public String toString() {
    return "Query[" + operation.path() + "]";
  }
}
