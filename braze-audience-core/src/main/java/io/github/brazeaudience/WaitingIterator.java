package io.github.brazeaudience;

import java.util.Iterator;

/**
 * Iterator that handles outcomes while it waits for input. {@link AudienceForwarder#forwardAll}
 * handles outcomes on the thread that pulls updates, so they wait while a plain iterator blocks.
 * This one waits in steps, and hands in outcomes between them:
 *
 * <pre>{@code
 * public boolean hasNext() {
 *   while (next == null && !ended) {
 *     next = source.poll(100, TimeUnit.MILLISECONDS);
 *     handleOutcomes.run();
 *   }
 *   return next != null;
 * }
 * }</pre>
 *
 * @param <T> the type of the elements
 */
public interface WaitingIterator<T> extends Iterator<T> {
  /**
   * Sets what this iterator runs while it waits. Called once, before the first element is pulled.
   *
   * @param handleOutcomes passes the outcomes that are known to the {@link
   *     io.github.brazeaudience.outcome.OutcomeHandler} and returns at once; may only be run by the
   *     thread that called {@code hasNext} or {@code next}, and only inside of that call. An
   *     exception of the handler is thrown and must not be caught
   */
  void whileWaiting(Runnable handleOutcomes);
}
