package io.github.brazeaudience.testing;

/**
 * Kind of data loss that Braze does not report: the response is a success without errors, but the
 * profile lacks a sent value. A correct client causes none.
 *
 * @see <a
 *     href="https://www.braze.com/docs/user_guide/data/activation/attributes/custom_attributes">Braze:
 *     custom attributes</a>
 */
public enum SilentLoss {
  /** A string attribute of more than 255 characters: the attribute did not change. */
  STRING_TOO_LONG,
  /** An attribute name of more than 255 characters or 479 bytes: the name was truncated. */
  NAME_CUT,
  /** A blank attribute name: the attribute was ignored. */
  NAME_BLANK,
  /**
   * Two attributes of an object with the same name after Braze stripped and truncated their names:
   * only the last was kept.
   */
  NAME_COLLISION,
  /** A duplicate member of a JSON object: only the last was kept. */
  DUPLICATE_KEY,
  /**
   * A value that does not fit the attribute's type: the attribute did not change. A type that was
   * chosen converts some values, such as {@code "true"} for a boolean; a detected type converts
   * none.
   */
  TYPE_MISMATCH,
  /**
   * An element of an array with more elements than the attribute's maximum, which is 500 by
   * default: the oldest elements were dropped.
   */
  ARRAY_ELEMENT_DROPPED,
  /** A null in an array: it was omitted. */
  NULL_ELEMENT,
  /** An array or object of more than 100 KB: the attribute did not change. */
  VALUE_TOO_LARGE,
  /** A blocklisted attribute: it was ignored. */
  BLOCKLISTED_ATTRIBUTE
}
