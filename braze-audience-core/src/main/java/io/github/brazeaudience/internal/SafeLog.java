package io.github.brazeaudience.internal;

/** Logs warnings and ignores exceptions of the logger. */
public final class SafeLog {
  private SafeLog() {}

  public static void warn(System.Logger logger, String message, Throwable thrown) {
    try {
      logger.log(System.Logger.Level.WARNING, message, thrown);
    } catch (Throwable e) {
      // Logging allocates memory and runs foreign code. Nothing depends on it.
      return;
    }
  }
}
