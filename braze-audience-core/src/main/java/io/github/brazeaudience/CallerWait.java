package io.github.brazeaudience;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How the thread of a caller waits for what the engine tells it. A simulation lets its clock run
 * instead.
 */
interface CallerWait {
  /** How long after its deadline a call may take to end its exchanges. */
  Duration OVERDUE = Duration.ofSeconds(10);

  /** How often an engine is woken that is overdue, as it is if its timer has lost a task. */
  Duration WAKING = Duration.ofSeconds(1);

  /** Blocks. */
  CallerWait BLOCKING =
      new CallerWait() {
        @Override
        public <T> T take(BlockingQueue<T> queue) throws InterruptedException {
          return queue.take();
        }

        @Override
        public <T> @Nullable T take(BlockingQueue<T> queue, Duration limit)
            throws InterruptedException {
          return queue.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
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
   * Takes the next element, but waits no longer than this.
   *
   * @return null if there was none
   */
  <T> @Nullable T take(BlockingQueue<T> queue, Duration limit) throws InterruptedException;

  /**
   * Waits for an end, but no longer than this.
   *
   * @return whether it came
   */
  boolean await(CompletableFuture<Void> end, Duration limit) throws InterruptedException;
}
