package io.github.brazeaudience;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How the thread of a caller waits for what the engine tells it. A simulation lets its clock run
 * instead.
 */
interface CallerWait {
  /** Blocks. */
  CallerWait BLOCKING =
      new CallerWait() {
        @Override
        public <T> T take(BlockingQueue<T> queue) throws InterruptedException {
          return queue.take();
        }

        @Override
        public boolean await(CompletableFuture<Void> end, Duration limit)
            throws InterruptedException {
          try {
            end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
          } catch (TimeoutException e) {
            return false;
          } catch (ExecutionException e) {
            throw new IllegalStateException("outcomes are no exceptions", e);
          }
        }
      };

  /** Takes the next element, as soon as there is one. */
  <T> T take(BlockingQueue<T> queue) throws InterruptedException;

  /**
   * Waits for an end, but no longer than this.
   *
   * @return whether it came
   */
  boolean await(CompletableFuture<Void> end, Duration limit) throws InterruptedException;
}
