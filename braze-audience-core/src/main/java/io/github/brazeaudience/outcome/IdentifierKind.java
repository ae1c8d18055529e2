package io.github.brazeaudience.outcome;

/**
 * The kind of identifier in a request.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     identifier resolution</a>
 */
public enum IdentifierKind {
  /** The external id. An unknown id creates a profile, unless only existing users are updated. */
  EXTERNAL_ID,
  /**
   * The id that Braze has given the profile. Braze does not document what an unknown id does; it is
   * sent for existing profiles only.
   */
  BRAZE_ID,
  /** A user alias made from a device identity. An unknown alias writes nothing. */
  USER_ALIAS,
  /** The email address. An unknown address writes nothing. */
  EMAIL,
  /**
   * Device ids whose profile has to be looked up. The identifier of the profile replaces them, so
   * they are in no request that writes and in no {@link Accepted} outcome.
   */
  DEVICE
}
