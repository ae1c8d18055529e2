package io.github.brazeaudience.preflight;

/** Kind of a finding. */
public enum PreflightCode {
  /** ERROR: no connection to the endpoint. Nothing else was checked. */
  ENDPOINT_UNREACHABLE,
  /** ERROR: the endpoint gave a response that Braze does not give, such as a redirect or HTML. */
  ENDPOINT_NOT_BRAZE,
  /**
   * ERROR: Braze refused with 401 every request to which it gave a decision. Nothing else was
   * checked.
   */
  KEY_REFUSED,
  /**
   * ERROR: the key lacks a permission that this configuration needs.
   *
   * @see <a href="https://www.braze.com/docs/api/errors">Braze: API errors, 401 and 403</a>
   */
  PERMISSION_MISSING,
  /**
   * ERROR: it is unknown whether a request is permitted: the check was rate limited, failed or was
   * too slow, or the forwarder was closed or the thread interrupted.
   */
  NOT_CHECKED,
  /**
   * ERROR: Braze silently ignores the attribute.
   *
   * @see <a
   *     href="https://www.braze.com/docs/user_guide/data/activation/custom_data/blocklist_custom_data">Braze:
   *     blocklist custom data</a>
   */
  ATTRIBUTE_BLOCKLISTED,
  /**
   * ERROR: the attribute has a data type that does not take the written values, so Braze silently
   * ignores them. WARNING if Braze does not document whether it does.
   *
   * @see <a
   *     href="https://www.braze.com/docs/user_guide/data/activation/custom_data/managing_custom_data">Braze:
   *     manage custom data, data type coercion</a>
   */
  ATTRIBUTE_TYPE_MISMATCH,
  /**
   * ERROR: the array attribute has a smaller maximum length than the configuration, and Braze
   * silently drops the oldest elements beyond it.
   */
  ARRAY_LENGTH_TOO_SMALL,
  /** INFO: the attribute does not exist yet. The first write creates it. */
  ATTRIBUTE_NOT_FOUND,
  /**
   * The attributes, or one of them, were not checked. INFO if the key lacks the permission {@code
   * custom_attributes.get}, which only the preflight needs; WARNING for any other reason.
   */
  TYPES_NOT_CHECKED,
  /** ERROR: the External Name of an audience is missing, too long or malformed. */
  SEGMENT_NAME_INVALID,
  /** ERROR: the attribute of an audience has the name of another attribute. */
  SEGMENT_NAME_CONFLICT,
  /** WARNING: the names of two attributes per segment differ only in letter case or spaces. */
  SEGMENT_NAMES_SIMILAR,
  /**
   * Attributes per segment were not checked. INFO if no audience is given or known; WARNING if the
   * membership store could not be read, or there are too many.
   */
  SEGMENTS_NOT_CHECKED
}
