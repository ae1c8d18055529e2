package io.github.brazeaudience;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting that an interrupt turns into a cancellation instead of an exception. */
final class Interruption {
  private Interruption() {}

  /**
   * Waits to the end.
   *
   * @return whether the thread was interrupted meanwhile, which the caller restores
   */
  static boolean waitFor(CompletableFuture<?> end, Runnable onInterrupt) {
    boolean interrupted = false;
    while (true) {
      try {
        end.get();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        onInterrupt.run();
      } catch (ExecutionException e) {
        throw new IllegalStateException("outcomes are no exceptions", e);
      }
    }
  }
}
