package io.github.brazeaudience.cli;

/** Bad usage or configuration, found before anything is sent. The message says what to do. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  /** The message of an exception that says what is wrong with a value. */
  static UsageException because(Exception e) {
    return new UsageException(String.valueOf(e.getMessage()));
  }
}
