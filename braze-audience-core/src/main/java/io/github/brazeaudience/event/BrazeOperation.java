package io.github.brazeaudience.event;

/** What is asked of Braze with a request. */
public enum BrazeOperation {
  /**
   * Attributes are written.
   *
   * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
   *     /users/track</a>
   */
  TRACK_USERS("/users/track", "users.track"),
  /**
   * Profiles are read back, and nothing is written.
   *
   * @see <a
   *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
   *     /users/export/ids</a>
   */
  EXPORT_USERS("/users/export/ids", "users.export.ids");

  private final String path;
  private final String permission;

  BrazeOperation(String path, String permission) {
    this.path = path;
    this.permission = permission;
  }

  /**
   * Where the request goes on the REST endpoint.
   *
   * @return such as {@code /users/track}
   */
  public String path() {
    return path;
  }

  /**
   * What the REST API key must be allowed.
   *
   * @return such as {@code users.track}
   */
  public String permission() {
    return permission;
  }
}
