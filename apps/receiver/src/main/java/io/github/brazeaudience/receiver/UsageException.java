package io.github.brazeaudience.receiver;

/** Bad usage or configuration, found before anything is received. The message says what to do. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
