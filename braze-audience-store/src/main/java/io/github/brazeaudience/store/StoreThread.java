package io.github.brazeaudience.store;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that touches the file. It takes the place of locks, and it keeps interrupts away:
 * a thread that is interrupted while it reads or writes closes the file under the store.
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

  /** Does something on the thread and waits for it, through interrupts. */
  <T> T call(Supplier<T> work) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException(
          "a change of a record called the store that makes it; a change is to be a pure function");
    }
    try {
      return await(executor.submit(work::get));
    } catch (RejectedExecutionException e) {
      throw closed(e);
    }
  }

  /** Does something on the thread once what waits already is done; it throws nothing. */
  void execute(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile. What is left to do is done after the next opening.
    }
  }

  /** Takes nothing more. */
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
