package io.github.brazeaudience.receiver.intake;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reason for refusing a request: a status and a body {@code {"error","message"}}. mParticle sends a
 * message again after 408 and 503, but not after the other statuses.
 */
enum Problem {
  /** The body is not gzip although it starts as gzip does. */
  BAD_ENCODING(400, "the body is damaged gzip; compress it again, or send it uncompressed"),
  /** The shared secret is missing or wrong. */
  UNAUTHORIZED(
      401, "the shared secret is missing or wrong; send it in the header " + Secret.HEADER),
  /** The request is not a POST. */
  METHOD_NOT_ALLOWED(405, "send messages with POST"),
  /** The body did not arrive in time. */
  TOO_SLOW(408, "the body did not arrive within " + Body.SECONDS + " s; send it again"),
  /** The message is larger than any that mParticle sends. */
  MESSAGE_TOO_LARGE(413, "the message has more than " + Body.MAX_MIB + " MiB; send smaller ones"),
  /** The body has an encoding other than gzip. */
  UNSUPPORTED_ENCODING(415, "the content encoding is not supported; use gzip or none"),
  /** The receiver neither deletes nor exports personal data. */
  UNSUPPORTED_MESSAGE(501, "data subject requests are not supported; send them to Braze directly"),
  /** The database did not store the message. */
  NOT_STORED(503, "the message could not be stored; send it again later"),
  /** The outbox has reached its limit. */
  BACKLOG_FULL(
      503,
      "the backlog is full, because messages arrive faster than Braze accepts them; send it again later"),
  /** Too many bytes are being received at once. */
  BUSY(503, "too much is being received at once; send it again later"),
  /** An error of the receiver or its machine, such as too little memory. */
  FAILED(503, "the receiver failed to process the message; send it again later");

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
