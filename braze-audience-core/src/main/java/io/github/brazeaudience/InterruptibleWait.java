package io.github.brazeaudience;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocking waits of a caller's thread. A simulation advances its clock instead. */
interface InterruptibleWait {
  /** Time after its deadline until a call is overdue, because its exchanges should have ended. */
  Duration OVERDUE = Duration.ofSeconds(10);

  /** Interval at which an overdue engine is woken, because its timer may have lost a task. */
  Duration WAKE_INTERVAL = Duration.ofSeconds(1);

  InterruptibleWait BLOCKING =
      new InterruptibleWait() {
        @Override
        public <T> T take(BlockingQueue<T> queue) throws InterruptedException {
          return queue.take();
        }

        @Override
        public boolean await(CompletableFuture<?> end, Duration limit) throws InterruptedException {
          try {
            end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
          } catch (TimeoutException e) {
            return false;
          } catch (ExecutionException e) {
            throw new IllegalStateException("the future must not fail", e);
          }
        }
      };

  <T> T take(BlockingQueue<T> queue) throws InterruptedException;

  boolean await(CompletableFuture<?> end, Duration limit) throws InterruptedException;

  /**
   * Waits for a future without a limit. After {@code limit}, and then once per {@link
   * #WAKE_INTERVAL}, runs {@code wake}. An interrupt runs {@code onInterrupt} and does not end the
   * wait; it is restored at the end.
   */
  default void awaitUninterruptibly(
      CompletableFuture<?> end, Duration limit, Runnable wake, Runnable onInterrupt) {
    boolean interrupted = false;
    Duration next = limit;
    try {
      while (true) {
        try {
          if (await(end, next)) {
            return;
          }
          wake.run();
          next = WAKE_INTERVAL;
        } catch (InterruptedException e) {
          interrupted = true;
          onInterrupt.run();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
