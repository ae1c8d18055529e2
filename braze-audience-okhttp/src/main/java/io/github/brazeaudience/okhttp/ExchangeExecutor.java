package io.github.brazeaudience.okhttp;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Pool of daemon threads that perform exchanges. If the end of an exchange starts another one, its
 * thread continues with that one, because waking up a thread takes longer than the exchange of a
 * fast server. A response must therefore not be handled by code that waits for another exchange.
 */
final class ExchangeExecutor extends ThreadPoolExecutor {
  private final AtomicInteger threads = new AtomicInteger();

  ExchangeExecutor() {
    super(
        0,
        Integer.MAX_VALUE,
        OwnResources.KEEP_ALIVE.toSeconds(),
        TimeUnit.SECONDS,
        new SynchronousQueue<>());
    setThreadFactory(
        task ->
            new ExchangeThread(this, task, "braze-audience-okhttp-" + threads.incrementAndGet()));
  }

  @Override
  public void execute(Runnable exchange) {
    boolean continued =
        !isShutdown()
            && Thread.currentThread() instanceof ExchangeThread thread
            && thread.continueWith(exchange, this);
    if (!continued) {
      super.execute(exchange);
    }
  }

  @Override
  protected void afterExecute(Runnable exchange, @Nullable Throwable thrown) {
    ExchangeThread thread = (ExchangeThread) Thread.currentThread();
    Runnable next = thread.takeNext();
    if (thrown != null && next != null) {
      super.execute(next); // The pool ends a thread whose task threw.
      return;
    }
    while (next != null) {
      next.run();
      next = thread.takeNext();
    }
  }
}
