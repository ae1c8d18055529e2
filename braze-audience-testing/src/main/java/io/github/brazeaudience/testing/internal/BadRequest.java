package io.github.brazeaudience.testing.internal;

/** Thrown if a request is valid JSON but invalid for its endpoint. */
final class BadRequest extends Exception {
  private static final long serialVersionUID = 1;

  private final String text;

  BadRequest(String text) {
    super(text);
    this.text = text;
  }

  /** {@return the message of the response} */
  String text() {
    return text;
  }
}
