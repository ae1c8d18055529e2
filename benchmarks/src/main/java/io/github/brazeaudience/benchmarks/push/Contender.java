package io.github.brazeaudience.benchmarks.push;

/**
 * A client that posts users with the number of requests in flight that its target sets. It creates
 * the users while it posts them, so that no large heap is copied at its expense.
 */
interface Contender extends AutoCloseable {
  /**
   * Prepares a push; not measured.
   *
   * @param first the number of the first user
   */
  default void prepare(int first, int count) {}

  /**
   * Posts users and returns after the last response.
   *
   * @param first the number of the first user
   */
  void push(int first, int count) throws Exception;

  /** Creates the users and nothing else, to measure what the caller does. */
  default void create(int first, int count) {}

  @Override
  void close();
}
