package io.github.brazeaudience.cli.input;

/** Thrown for a malformed line. Its message contains no value of the line. */
final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedLineException(String message) {
    super(message);
  }
}
