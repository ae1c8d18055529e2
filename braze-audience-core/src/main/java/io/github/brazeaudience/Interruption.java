package io.github.brazeaudience;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Waiting that an interrupt turns into a cancellation instead of an exception. */
final class Interruption {
  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

  private Interruption() {}

  /**
   * Waits to the end.
   *
   * @return whether the thread was interrupted meanwhile, which the caller restores
   */
  static boolean waitFor(CallerWait callerWait, CompletableFuture<Void> end, Runnable onInterrupt) {
    boolean interrupted = false;
    while (true) {
      try {
        if (callerWait.await(end, FOR_EVER)) {
          return interrupted;
        }
      } catch (InterruptedException e) {
        interrupted = true;
        onInterrupt.run();
      }
    }
  }
}
