package io.github.brazeaudience.okhttp;

import org.jspecify.annotations.Nullable;

/**
 * Daemon thread of a transport. An exception that OkHttp throws on it is reported by its exchange,
 * and printed only if there is no exchange.
 */
final class ExchangeThread extends Thread {
  private @Nullable OkHttpExchange exchange;
  private @Nullable Throwable reported;

  ExchangeThread(Runnable task, String name) {
    super(task, name);
    setDaemon(true);
    setUncaughtExceptionHandler((thread, thrown) -> uncaught(thrown));
  }

  private void uncaught(Throwable thrown) {
    OkHttpExchange unfinished = exchange;
    if (unfinished != null) {
      unfinished.failWith(thrown);
    } else if (thrown != reported) {
      getThreadGroup().uncaughtException(this, thrown);
    }
  }

  /** Records that the current thread performs an exchange. */
  static void performs(OkHttpExchange exchange) {
    if (Thread.currentThread() instanceof ExchangeThread thread) {
      thread.exchange = exchange;
    }
  }

  /** Records the end of the exchange, and the exception that OkHttp is about to throw, or null. */
  static void ended(@Nullable Throwable thrown) {
    if (Thread.currentThread() instanceof ExchangeThread thread) {
      thread.exchange = null;
      thread.reported = thrown;
    }
  }
}
