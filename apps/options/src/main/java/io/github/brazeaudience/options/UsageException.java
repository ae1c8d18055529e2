package io.github.brazeaudience.options;

/**
 * Reports bad usage or configuration that was found before anything was sent. The message states
 * what to write instead.
 */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  /** Has the message of the exception that refused a value. */
  public static UsageException because(Exception e) {
    return new UsageException(String.valueOf(e.getMessage()));
  }
}
