package io.github.brazeaudience.testing;

/**
 * A way in which Braze loses data without a word: the request is answered with success and no
 * error, yet the profile does not hold what was sent. A correct sender causes none of them.
 *
 * @see <a
 *     href="https://www.braze.com/docs/user_guide/data/activation/attributes/custom_attributes">
 *     Braze: custom attributes</a>
 */
public enum SilentLoss {
  /** A string attribute of more than 255 characters: the attribute did not change. */
  STRING_TOO_LONG,
  /** An attribute name of more than 255 characters or 479 bytes: its end was cut off. */
  NAME_CUT,
  /** An attribute name with nothing but white space: the attribute was ignored. */
  NAME_BLANK,
  /**
   * Two attributes of one object that have one name after Braze strips and cuts names: only the
   * last is kept.
   */
  NAME_COLLISION,
  /** A member of a JSON object that is named twice: only the last is kept. */
  DUPLICATE_KEY,
  /** A value of another type than the attribute's first one: the attribute did not change. */
  TYPE_MISMATCH,
  /** An element of an array beyond its longest length, 500: the oldest ones go. */
  ARRAY_ELEMENT_DROPPED,
  /** A null in an array: it was left out. */
  NULL_ELEMENT,
  /** An array or object of more than 100 KB: the attribute did not change. */
  VALUE_TOO_LARGE,
  /** An attribute that the workspace blocklists: it was ignored. */
  BLOCKLISTED_ATTRIBUTE
}
