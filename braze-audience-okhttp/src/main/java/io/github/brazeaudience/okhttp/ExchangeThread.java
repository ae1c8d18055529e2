package io.github.brazeaudience.okhttp;

import org.jspecify.annotations.Nullable;

/**
 * Daemon thread of a transport. What OkHttp throws on it is reported by the exchange, and printed
 * only if there is none.
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

  /** The exchange has ended, with what OkHttp is about to throw or with null. */
  static void ended(@Nullable Throwable thrown) {
    if (Thread.currentThread() instanceof ExchangeThread thread) {
      thread.exchange = null;
      thread.reported = thrown;
    }
  }
}
