package io.github.brazeaudience.payload;

/**
 * Braze's limits for {@code /users/track}. What would exceed one is a typed outcome; nothing is
 * ever cut. The limits of names and aliases stand with their settings.
 *
 * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: API limits</a>
 * @see <a href="https://www.braze.com/docs/user_guide/data/activation/attributes/data_types">Braze:
 *     data types</a>
 */
public final class PayloadLimits {
  /** The most objects in a request. */
  public static final int MAX_OBJECTS = 75;

  /** The largest body of a request, in bytes. */
  public static final int MAX_BODY_BYTES = 4_000_000;

  /** The longest value of a string attribute, in Unicode code points. */
  public static final int MAX_STRING_CODE_POINTS = 255;

  /**
   * The longest array, in elements. 500 ids have at most 11,001 bytes, far below Braze's 100 KB for
   * an array.
   */
  public static final int MAX_ARRAY_ELEMENTS = 500;

  /** The longest external id, in bytes of UTF-8. */
  public static final int MAX_EXTERNAL_ID_BYTES = 987;

  private PayloadLimits() {}
}
