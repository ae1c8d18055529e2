package io.github.brazeaudience.internal;

/** Logs warnings where an exception of the logger must not become another failure. */
public final class SafeLog {
  private SafeLog() {}

  /** Logs a warning. */
  public static void warn(System.Logger logger, String message, Throwable thrown) {
    try {
      logger.log(System.Logger.Level.WARNING, message, thrown);
    } catch (Throwable e) {
      // Logging takes heap and runs code of others. Nothing depends on it.
      return;
    }
  }
}
