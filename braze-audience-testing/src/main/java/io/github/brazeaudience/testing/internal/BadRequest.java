package io.github.brazeaudience.testing.internal;

/** Thrown if a request is valid JSON but invalid for its endpoint. */
final class BadRequest extends Exception {
  private static final long serialVersionUID = 1;

  private final String message;

  BadRequest(String message) {
    super(message);
    this.message = message;
  }

  /** {@return the message of the response} */
  String message() {
    return message;
  }
}
