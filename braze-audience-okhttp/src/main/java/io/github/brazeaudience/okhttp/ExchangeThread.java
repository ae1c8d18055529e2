package io.github.brazeaudience.okhttp;

import org.jspecify.annotations.Nullable;

/**
 * Daemon thread of a transport. An exception that OkHttp throws on it is reported by its exchange,
 * and printed only if there is no exchange.
 */
final class ExchangeThread extends Thread {
  private final ExchangeExecutor executor;
  private @Nullable OkHttpExchange exchange;
  private @Nullable Throwable reported;

  /** True while the response of the exchange is handled, which is its last step. */
  private boolean handingOver;

  private @Nullable Runnable next;

  ExchangeThread(ExchangeExecutor executor, Runnable task, String name) {
    super(task, name);
    this.executor = executor;
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

  /** Records that the exchange of the current thread has its response, which is handled now. */
  static void handsOver() {
    if (Thread.currentThread() instanceof ExchangeThread thread) {
      thread.handingOver = true;
    }
  }

  /**
   * Takes an exchange as the next one of this thread.
   *
   * @return false if the thread has one, performs one, or belongs to another executor
   */
  boolean continueWith(Runnable exchange, ExchangeExecutor from) {
    if (!handingOver || next != null || from != executor) {
      return false;
    }
    next = exchange;
    return true;
  }

  @Nullable Runnable takeNext() {
    Runnable taken = next;
    next = null;
    return taken;
  }

  /** Records the end of the exchange, and the exception that OkHttp is about to throw, or null. */
  static void ended(@Nullable Throwable thrown) {
    if (Thread.currentThread() instanceof ExchangeThread thread) {
      thread.exchange = null;
      thread.handingOver = false;
      thread.reported = thrown;
    }
  }
}
