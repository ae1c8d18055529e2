package io.github.brazeaudience.testing.internal;

/** A request that is JSON, but not of the form that its endpoint takes. */
final class BadRequest extends Exception {
  private static final long serialVersionUID = 1;

  private final String text;

  BadRequest(String text) {
    super(text);
    this.text = text;
  }

  /** What is answered. */
  String text() {
    return text;
  }
}
