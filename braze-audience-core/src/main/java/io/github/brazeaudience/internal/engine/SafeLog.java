package io.github.brazeaudience.internal.engine;

/** Logs what went wrong where an exception of the log itself must not be one more failure. */
public final class SafeLog {
  private SafeLog() {}

  /**
   * Logs a warning.
   *
   * @param message what happened, and what comes of it
   */
  public static void warn(System.Logger logger, String message, Throwable thrown) {
    try {
      logger.log(System.Logger.Level.WARNING, message, thrown);
    } catch (Throwable e) {
      // Logging takes heap and runs code of others. Nothing depends on it, and there is nowhere
      // else to tell of it.
      return;
    }
  }
}
