package io.github.brazeaudience;

import io.github.brazeaudience.internal.engine.SafeLog;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Completes futures in order, off the engine's thread, because what depends on them is the user's
 * code. What the executor does not take, whatever it throws, is completed on the thread at hand.
 */
final class Completions {
  private static final System.Logger LOGGER = System.getLogger(Completions.class.getName());

  private final Executor executor;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile @Nullable Thread runner;

  Completions(Executor executor) {
    this.executor = executor;
  }

  /** Hands in a future and its value; {@link #start} has it completed. */
  <T> void add(CompletableFuture<T> future, T value) {
    waiting.add(() -> complete(future, value));
  }

  /** Has those completed that were handed in. Throws nothing. */
  void start() {
    if (count.getAndIncrement() == 0) {
      execute(executor, this::run);
    }
  }

  /**
   * Runs a task once: on the executor or, if that throws, on this thread. An executor that has
   * taken the task may throw all the same.
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
      // Such as one that is shut down, or no memory for a thread.
      once.run();
    }
  }

  /** Whether what depends on one of the futures is asking. */
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

  private static <T> void complete(CompletableFuture<T> future, T value) {
    try {
      future.complete(value);
    } catch (Throwable e) {
      // The value is set. What failed is to run what depends on it, which is done once more.
      SafeLog.warn(LOGGER, "a stage that depends on an outcome could not be run", e);
      completeAgain(future, value);
    }
  }

  private static <T> void completeAgain(CompletableFuture<T> future, T value) {
    try {
      future.complete(value);
    } catch (Throwable e) {
      SafeLog.warn(LOGGER, "a stage that depends on an outcome could not be run again", e);
    }
  }
}
