package io.github.brazeaudience.internal.preflight;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.query.Query;

/**
 * Request that shows whether the key has the permission of an operation. None of them writes.
 *
 * <p>Braze documents 401 and 403 for a key that lacks a permission, but no request that only checks
 * one. Whether the key is checked before the body is not documented either. If it is not, a missing
 * {@code users.track} is not found here; the first write then reports it.
 *
 * @see <a href="https://www.braze.com/docs/api/errors">Braze: API errors, 401 and 403</a>
 */
final class PermissionProbe {
  /** A request without an object, so there is nothing to write. */
  private static final String NO_OBJECTS = "{\"attributes\":[]}";

  /** An external id that no user has. Braze leaves unknown users out of its response. */
  private static final String NO_SUCH_USER =
      "{\"external_ids\":[\"braze-audience-preflight-no-such-user\"],"
          + "\"fields_to_export\":[\"external_id\"]}";

  /** A group of requests that does not exist, for which Braze returns no results. */
  private static final String NO_SUCH_GROUP = "group_id=braze-audience-preflight";

  private PermissionProbe() {}

  /**
   * {@return the request of an operation} For {@code /users/track} Braze returns 400, because no
   * valid data is provided; 201 would be as good.
   */
  static Query query(BrazeOperation operation) {
    return switch (operation) {
      case TRACK_USERS -> Query.post(operation, NO_OBJECTS);
      case EXPORT_USERS -> Query.post(operation, NO_SUCH_USER);
      case READ_TRACK_STATUS -> Query.get(operation, NO_SUCH_GROUP);
      case LIST_CUSTOM_ATTRIBUTES -> Query.get(operation, "");
    };
  }

  /** {@return what needs the operation, for messages} */
  static String purpose(BrazeOperation operation) {
    return switch (operation) {
      case TRACK_USERS -> "writing memberships";
      case EXPORT_USERS -> "reading profiles";
      case READ_TRACK_STATUS -> "waiting until Braze has processed writes";
      case LIST_CUSTOM_ATTRIBUTES -> "checking the data types of attributes";
    };
  }
}
