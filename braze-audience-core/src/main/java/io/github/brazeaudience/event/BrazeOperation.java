package io.github.brazeaudience.event;

/** A Braze endpoint that the library calls. */
public enum BrazeOperation {
  /**
   * Writes attributes.
   *
   * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
   *     /users/track</a>
   */
  TRACK_USERS("/users/track", "users.track"),
  /**
   * Reads profiles back; writes nothing.
   *
   * @see <a
   *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
   *     /users/export/ids</a>
   */
  EXPORT_USERS("/users/export/ids", "users.export.ids"),
  /**
   * Reads which requests of a group Braze has processed; in beta at Braze.
   *
   * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/get_users_track_status">Braze:
   *     /users/track/status</a>
   */
  READ_TRACK_STATUS("/users/track/status", "users.track.status"),
  /**
   * Lists the custom attributes of the workspace.
   *
   * @see <a
   *     href="https://www.braze.com/docs/api/endpoints/export/custom_attributes/get_custom_attributes">Braze:
   *     /custom_attributes</a>
   */
  LIST_CUSTOM_ATTRIBUTES("/custom_attributes", "custom_attributes.get");

  private final String path;
  private final String permission;

  BrazeOperation(String path, String permission) {
    this.path = path;
    this.permission = permission;
  }

  /** {@return the path on the REST endpoint, such as {@code /users/track}} */
  public String path() {
    return path;
  }

  /** {@return the permission that the REST API key needs, such as {@code users.track}} */
  public String permission() {
    return permission;
  }
}
