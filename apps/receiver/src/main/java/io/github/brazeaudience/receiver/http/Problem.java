package io.github.brazeaudience.receiver.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reason for refusing a request: a status and a body {@code {"error","message"}}. mParticle sends a
 * message again after a 500 or 503 only.
 */
enum Problem {
  /** The shared secret is missing or wrong. */
  UNAUTHORIZED(
      401, "the shared secret is missing or wrong; send it in the header " + Secret.HEADER),
  /** The request is not a POST. */
  METHOD_NOT_ALLOWED(405, "send messages with POST"),
  /** The message is larger than any that mParticle sends. */
  MESSAGE_TOO_LARGE(413, "the message has more than " + Body.MAX_MIB + " MiB; send smaller ones"),
  /** The receiver neither deletes nor exports personal data. */
  UNSUPPORTED_MESSAGE(501, "data subject requests are not supported; send them to Braze directly"),
  /** The journal could not be written. */
  JOURNAL_FAILED(503, "the message could not be stored; send it again later"),
  /** The journal has reached its limit. */
  JOURNAL_FULL(
      503,
      "the journal is full, because messages arrive faster than Braze accepts them; send it again later"),
  /** Too many bytes are being received at once. */
  BUSY(503, "too much is being received at once; send it again later"),
  /** An error of the receiver or its machine, such as too little memory. */
  FAILED(503, "the receiver failed to process the message; send it again later"),
  /** The receiver is closing. */
  SHUTTING_DOWN(503, "the receiver is shutting down; send it again later");

  private final int status;
  private final String message;

  Problem(int status, String message) {
    this.status = status;
    this.message = message;
  }

  int status() {
    return status;
  }

  /** True if sending the message again later may succeed. */
  boolean passes() {
    return status == 503;
  }

  /** The body as JSON; the messages need no escapes. */
  byte[] body() {
    return String.format(
            Locale.ROOT,
            "{\"error\":\"%s\",\"message\":\"%s\"}",
            name().toLowerCase(Locale.ROOT),
            message)
        .getBytes(StandardCharsets.UTF_8);
  }
}
