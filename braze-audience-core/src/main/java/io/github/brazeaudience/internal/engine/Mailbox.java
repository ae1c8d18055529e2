package io.github.brazeaudience.internal.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one at a time, in the order of their arrival, on whichever thread finds the mailbox
 * idle. A task never blocks, so a thread that hands one in is held for a short time only.
 */
final class Mailbox {
  private static final System.Logger LOGGER = System.getLogger(Mailbox.class.getName());

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  void execute(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() > 0) {
      return;
    }
    do {
      Runnable next = tasks.remove();
      try {
        next.run();
      } catch (Throwable e) {
        // Whatever it is, also a checked exception in disguise: a mailbox that stops, stops for
        // ever.
        SafeLog.warn(LOGGER, "a delivery task failed, which is a bug of this library", e);
      }
    } while (waiting.decrementAndGet() > 0);
  }
}
