package io.github.brazeaudience.outcome;

/**
 * Machine-readable reason why an update was not accepted. If several reasons apply to an update,
 * the first in this order is given.
 */
public enum Reason {
  /** The input is not in the expected format. */
  MALFORMED_INPUT,
  /** An audience has no positive id, lacks a name that is needed, or is both entered and left. */
  INVALID_AUDIENCE,
  /** The user has no identity that can identify a profile in Braze. */
  NO_IDENTIFIER,
  /** The external id or a part of the alias exceeds Braze's limit. */
  IDENTIFIER_TOO_LONG,
  /** The string attribute would exceed Braze's limit. */
  VALUE_TOO_LONG,
  /** The name of an attribute would exceed Braze's limit. */
  NAME_TOO_LONG,
  /**
   * Two audiences, or an audience and another attribute, would be written to the same attribute.
   */
  NAME_CONFLICT,
  /** The array attribute would exceed Braze's limit. */
  TOO_MANY_ELEMENTS,
  /** The object for this user alone would exceed the size of a request. */
  OBJECT_TOO_LARGE,
  /** A change is not enough for the string attribute, and the full set is not known. */
  NEEDS_FULL_MEMBERSHIP,
  /** Braze named this user in its response. */
  NAMED_BY_BRAZE,
  /**
   * Braze refused a request: one with this user alone (rejected), or one with other users too (not
   * sent).
   */
  REQUEST_REFUSED,
  /** The connection broke or stalled after sending had begun. */
  NO_ANSWER,
  /** Braze responded 2xx with an unreadable body. */
  UNREADABLE_ANSWER,
  /** Braze reported an error that refers to no user of the request. */
  UNATTRIBUTED_ERROR,
  /** Braze responded 408 or 5xx. */
  SERVER_ERROR,
  /** Braze did not accept the key: wrong key, wrong instance, missing permission. */
  UNAUTHORIZED,
  /** The response is not from Braze's endpoint: 3xx, 404, 405, 415 and the like. */
  ENDPOINT_REFUSED,
  /** Braze responded 429 until the deadline. */
  RATE_LIMITED,
  /** Could not connect: unknown host, connection refused, TLS failure. */
  UNREACHABLE,
  /**
   * The membership store failed, so the update was not sent. The next update tries the store again.
   */
  STORE_UNAVAILABLE,
  /** The deadline passed before a first attempt. */
  DEADLINE,
  /** The call was cancelled, or an error inside the forwarder ended the update. */
  CANCELLED,
  /** The forwarder was closed, or the scheduler that it was given refused a task. */
  CLOSED,
  /**
   * Everything that the update states is older than what the membership store knows from updates
   * with later timestamps. The outcome is {@link Unchanged}.
   */
  SUPERSEDED
}
