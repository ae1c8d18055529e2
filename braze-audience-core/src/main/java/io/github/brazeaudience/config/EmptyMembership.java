package io.github.brazeaudience.config;

/**
 * Value of the string and the array attribute for a user in no audience.
 *
 * @see <a
 *     href="https://www.braze.com/docs/user_guide/data/activation/custom_data/custom_attributes">Braze:
 *     custom attributes</a>
 */
public enum EmptyMembership {
  /** {@code null}: Braze removes the attribute from the profile. */
  NULL,
  /**
   * {@code ""} and {@code []}: the string attribute stays on the profile, which the filter "does
   * not match regex" needs in order to select the user.
   */
  EMPTY
}
