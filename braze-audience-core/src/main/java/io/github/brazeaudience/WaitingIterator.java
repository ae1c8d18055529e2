package io.github.brazeaudience;

import java.util.Iterator;

/**
 * Iterator that handles outcomes while it waits for input. {@link AudienceForwarder#forwardAll}
 * handles outcomes on the thread that pulls updates, so outcomes wait while a plain iterator
 * blocks. This iterator waits in steps, for example of 100 ms, and runs the given task after each
 * step.
 *
 * @param <T> the type of the elements
 */
public interface WaitingIterator<T> extends Iterator<T> {
  /**
   * Sets the task that this iterator runs while it waits. Called once, before the first element is
   * pulled.
   *
   * @param handleOutcomes passes the known outcomes to the {@link
   *     io.github.brazeaudience.outcome.OutcomeHandler} and returns at once. Run it only on the
   *     thread that called {@code hasNext} or {@code next}, and only within that call. It throws
   *     exceptions of the handler, which must not be caught
   */
  void whileWaiting(Runnable handleOutcomes);
}
