package io.github.brazeaudience.store;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Thread that runs all accesses to the file. It makes locks unnecessary, and it is never
 * interrupted: interrupting a thread during a read or a write closes the file channel.
 */
final class StoreThread {
  private final ExecutorService executor = Executors.newSingleThreadExecutor(this::newThread);
  private volatile @Nullable Thread thread;

  private Thread newThread(Runnable work) {
    Thread made = new Thread(work, "braze-audience-store");
    made.setDaemon(true);
    thread = made;
    return made;
  }

  /** Runs work on the thread and waits for its result, even if the caller is interrupted. */
  <T> T call(Supplier<T> work) {
    return call(work, () -> {});
  }

  /**
   * Runs work on the thread and waits for its result, even if the caller is interrupted.
   *
   * @param afterwards runs on the thread when the caller has the result; throws nothing
   */
  <T> T call(Supplier<T> work, Runnable afterwards) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException(
          "a change of a record called the store that makes it; a change is to be a pure function");
    }
    try {
      FutureTask<T> result = new FutureTask<>(work::get);
      executor.execute(
          () -> {
            result.run();
            afterwards.run();
          });
      return await(result);
    } catch (RejectedExecutionException e) {
      throw closed(e);
    }
  }

  /** Ends the thread after the queued work. */
  void end() {
    executor.shutdown();
  }

  static IllegalStateException closed(@Nullable Throwable cause) {
    return new IllegalStateException("the membership store is closed", cause);
  }

  private static <T> T await(Future<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw new IllegalStateException("a change of a record threw a checked exception", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
