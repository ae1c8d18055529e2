package io.github.brazeaudience.outcome;

/**
 * By what Braze is told to find the profile.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     identifier resolution</a>
 */
public enum IdentifierKind {
  /**
   * The external id; an unknown one makes a new profile unless existing ones only are to be
   * updated.
   */
  EXTERNAL_ID,
  /** A user alias made from a device identity; an unknown one writes nothing. */
  USER_ALIAS,
  /** The email address; an unknown one writes nothing. */
  EMAIL
}
