package io.github.brazeaudience.payload;

import io.github.brazeaudience.config.BrazeAudienceConfig;

/**
 * Braze's limits for {@code /users/track}. An update that exceeds one is rejected; nothing is
 * truncated. The limits of names and aliases are next to their settings.
 *
 * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: API limits</a>
 * @see <a href="https://www.braze.com/docs/user_guide/data/activation/attributes/data_types">Braze:
 *     data types</a>
 */
public final class PayloadLimits {
  /** The maximum number of objects in a request; a configuration may have a lower one. */
  public static final int MAX_OBJECTS = BrazeAudienceConfig.MAX_OBJECTS_PER_REQUEST;

  /** The maximum size of a request body in bytes. */
  public static final int MAX_BODY_BYTES = 4_000_000;

  /** The maximum length of a string attribute in Unicode code points. */
  public static final int MAX_STRING_CODE_POINTS = 255;

  /**
   * The maximum number of elements that a change removes from an array. An array holds no more, and
   * Braze documents no limit of a removal, so a longer list might not be applied in full.
   *
   * @see <a href="https://www.braze.com/docs/api/objects_filters/user_attributes_object">Braze:
   *     user attributes object</a>
   */
  public static final int MAX_REMOVED_ELEMENTS = BrazeAudienceConfig.MAX_ARRAY_LENGTH;

  /** The maximum length of an external id in bytes of UTF-8. */
  public static final int MAX_EXTERNAL_ID_BYTES = 987;

  private PayloadLimits() {}
}
