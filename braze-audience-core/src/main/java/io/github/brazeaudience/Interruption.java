package io.github.brazeaudience;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Waiting that an interrupt turns into a cancellation instead of an exception. */
final class Interruption {
  private Interruption() {}

  /**
   * Waits to the end.
   *
   * @param patience by when the end should have come; from then on the engine is woken again and
   *     again
   * @return whether the thread was interrupted meanwhile, which the caller restores
   */
  static boolean waitFor(
      CallerWait callerWait,
      CompletableFuture<Void> end,
      Duration patience,
      Runnable wake,
      Runnable onInterrupt) {
    boolean interrupted = false;
    Duration limit = patience;
    while (true) {
      try {
        if (callerWait.await(end, limit)) {
          return interrupted;
        }
        wake.run();
        limit = CallerWait.WAKING;
      } catch (InterruptedException e) {
        interrupted = true;
        onInterrupt.run();
      }
    }
  }
}
