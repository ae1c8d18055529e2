package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.event.BrazeOperation;
import java.util.Set;

/**
 * The parts of a request that are needed to interpret its response.
 *
 * @param objects the number of objects in a track request, otherwise 0
 * @param attributes the custom attributes to extract from an export, otherwise empty
 */
public record RequestContext(BrazeOperation operation, int objects, Set<String> attributes) {
  /** {@return the context of a {@code /users/track} request} */
  public static RequestContext track(int objects) {
    return new RequestContext(BrazeOperation.TRACK_USERS, objects, Set.of());
  }

  /** {@return the context of a {@code /users/export/ids} request} */
  public static RequestContext export(Set<String> attributes) {
    return new RequestContext(BrazeOperation.EXPORT_USERS, 0, attributes);
  }

  /** {@return the context of a {@code /users/export/ids} request for the ids of a profile} */
  public static RequestContext lookup() {
    return query(BrazeOperation.EXPORT_USERS);
  }

  /** {@return the context of a request that changes no profile} */
  public static RequestContext query(BrazeOperation operation) {
    return new RequestContext(operation, 0, Set.of());
  }

  /** Returns true if the request may have written something even if its response is lost. */
  boolean writes() {
    return objects > 0;
  }

  /** Returns true if the request exports only the ids of a profile. */
  boolean isLookup() {
    return operation == BrazeOperation.EXPORT_USERS && attributes.isEmpty();
  }

  /** {@return " to PATH" for messages, or an empty string for requests that write} */
  String toPath() {
    return writes() ? "" : " to " + operation.path();
  }
}
