package io.github.brazeaudience.cli.input;

/** A line that is not of the expected form. Its message has no value of the line in it. */
final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedLineException(String message) {
    super(message);
  }
}
