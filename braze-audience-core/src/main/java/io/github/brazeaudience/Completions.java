package io.github.brazeaudience;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Completes futures in order, off the engine's thread, because what depends on them is the user's
 * code.
 */
final class Completions {
  private final Executor executor;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile @Nullable Thread runner;

  Completions(Executor executor) {
    this.executor = executor;
  }

  <T> void complete(CompletableFuture<T> future, T value) {
    waiting.add(() -> future.complete(value));
    if (count.getAndIncrement() == 0) {
      executor.execute(this::run);
    }
  }

  /** Whether what depends on one of the futures is asking. */
  boolean onThisThread() {
    return Thread.currentThread().equals(runner);
  }

  private void run() {
    do {
      runner = Thread.currentThread();
      waiting.remove().run();
      runner = null;
    } while (count.decrementAndGet() > 0);
  }
}
