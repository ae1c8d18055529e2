package io.github.brazeaudience;

import io.github.brazeaudience.internal.SafeLog;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Completes futures in order on an executor, because their dependents are the user's code. If the
 * executor rejects the task, the futures are completed on the current thread.
 */
final class SequentialCompleter {
  private static final System.Logger LOGGER = System.getLogger(SequentialCompleter.class.getName());

  private final Executor executor;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile @Nullable Thread runner;

  SequentialCompleter(Executor executor) {
    this.executor = executor;
  }

  <T> void add(CompletableFuture<T> future, @Nullable T value) {
    waiting.add(() -> complete(future, value));
  }

  /** Completes the added futures. Never throws. */
  void start() {
    if (count.getAndIncrement() == 0) {
      execute(executor, this::run);
    }
  }

  /**
   * Runs a task once: on the executor or, if it throws, on the current thread. An executor may
   * throw although it runs the task.
   */
  static void execute(Executor executor, Runnable task) {
    AtomicBoolean begun = new AtomicBoolean();
    Runnable once =
        () -> {
          if (begun.compareAndSet(false, true)) {
            task.run();
          }
        };
    try {
      executor.execute(once);
    } catch (Throwable e) {
      // For example, the executor is shut down, or there is no memory for a thread.
      once.run();
    }
  }

  /** Returns true if a dependent of one of the futures is running on the current thread. */
  boolean onThisThread() {
    return Thread.currentThread().equals(runner);
  }

  private void run() {
    int started = count.get();
    do {
      runner = Thread.currentThread();
      for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
        next.run();
      }
      runner = null;
      started = count.addAndGet(-started);
    } while (started > 0);
  }

  private static <T> void complete(CompletableFuture<T> future, @Nullable T value) {
    for (int attempt = 1; attempt <= 2; attempt++) {
      try {
        future.complete(value);
        return;
      } catch (Throwable e) {
        // The value is set, but a dependent could not be run; it is tried once more.
        SafeLog.warn(LOGGER, "a stage that depends on an outcome could not be run", e);
      }
    }
  }
}
