package io.github.brazeaudience.outcome;

/**
 * Why an update was not accepted: a closed list, for machines. Of several reasons against one
 * update the first in this order is given.
 */
public enum Reason {
  /** The input is not of the expected form. */
  MALFORMED_INPUT,
  /** An audience has no positive id, lacks a name that is needed, or is both entered and left. */
  INVALID_AUDIENCE,
  /** The user has no identity by which Braze could find the profile. */
  NO_IDENTIFIER,
  /** The external id or a part of the alias exceeds Braze's limit. */
  IDENTIFIER_TOO_LONG,
  /** The string attribute would exceed Braze's limit. */
  VALUE_TOO_LONG,
  /** The name of an attribute would exceed Braze's limit. */
  NAME_TOO_LONG,
  /** Two audiences, or an audience and another attribute, would be written under one name. */
  NAME_CONFLICT,
  /** The array attribute would exceed Braze's limit. */
  TOO_MANY_ELEMENTS,
  /** The object for this user alone would exceed the size of a request. */
  OBJECT_TOO_LARGE,
  /** A change came for a string attribute whose full set nobody knows. */
  NEEDS_FULL_MEMBERSHIP,
  /** Braze named this user in its answer. */
  NAMED_BY_BRAZE,
  /**
   * Braze refused a request: with this user alone in it (rejected), or because of others or
   * whatever was in it (not sent).
   */
  REQUEST_REFUSED,
  /** The connection broke or stalled after sending had begun. */
  NO_ANSWER,
  /** Braze answered 2xx with a body that could not be read. */
  UNREADABLE_ANSWER,
  /** Braze reported an error that it tied to no user of the request. */
  UNATTRIBUTED_ERROR,
  /** Braze answered 408 or 5xx. */
  SERVER_ERROR,
  /** Braze did not accept the key: wrong key, wrong instance, missing permission. */
  UNAUTHORIZED,
  /** What answered is not Braze's endpoint: 3xx, 404, 405, 415 and the like. */
  ENDPOINT_REFUSED,
  /** Braze answered 429 until the time was up. */
  RATE_LIMITED,
  /** No connection came about: unknown host, refused, TLS failure. */
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
  CLOSED
}
