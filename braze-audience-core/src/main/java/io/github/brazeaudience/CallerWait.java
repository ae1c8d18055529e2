package io.github.brazeaudience;

import java.util.concurrent.BlockingQueue;

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
      };

  /** Takes the next element, as soon as there is one. */
  <T> T take(BlockingQueue<T> queue) throws InterruptedException;
}
