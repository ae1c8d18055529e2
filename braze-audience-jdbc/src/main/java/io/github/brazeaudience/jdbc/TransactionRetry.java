package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.policy.RedeliveryPolicy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Repeats a transaction that another one has disturbed, after random waits that grow. Thread-safe.
 *
 * <p>The transactions of this module lock rows in one order, so they do not deadlock with each
 * other. A transaction is still disturbed
 *
 * <ul>
 *   <li>by a lock timeout of H2, if it waits for more than the 2 s that are the default of H2's
 *       {@code LOCK_TIMEOUT}, for example on a busy machine;
 *   <li>by a deadlock or a lock timeout, if other programs lock rows of the same tables;
 *   <li>by a serialization failure, if the connections of the data source are serializable: a query
 *       runs with their isolation.
 * </ul>
 */
final class TransactionRetry {
  /** The maximum number of attempts. */
  static final int MAX_ATTEMPTS = 10;

  /** The bound of the wait after the first attempt, in milliseconds. It doubles with each one. */
  static final int FIRST_WAIT_MILLIS = 10;

  /** The largest bound of a wait, in milliseconds. */
  static final int MAX_WAIT_MILLIS = 500;

  private static final RedeliveryPolicy WAITS =
      RedeliveryPolicy.defaults()
          .withBackoff(Duration.ofMillis(FIRST_WAIT_MILLIS), Duration.ofMillis(MAX_WAIT_MILLIS));

  private final Sleeper sleeper;
  private final RandomGenerator random;

  TransactionRetry(Sleeper sleeper, RandomGenerator random) {
    this.sleeper = sleeper;
    this.random = random;
  }

  static TransactionRetry withDefaults() {
    return new TransactionRetry(
        wait -> TimeUnit.NANOSECONDS.sleep(wait.toNanos()), new SplittableRandom());
  }

  /** Blocks the thread for a time. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration wait) throws InterruptedException;
  }

  /** One attempt of a transaction. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws SQLException;
  }

  /**
   * Runs attempts until one ends without a transient failure. An interrupt is hidden from each
   * attempt, because it would fail a pool and close the file of an embedded database; the thread is
   * interrupted again at the end.
   *
   * @throws SQLException the failure of the last attempt
   */
  <T> T run(Attempt<T> attempt) throws SQLException {
    boolean interrupted = Thread.interrupted();
    try {
      for (int failures = 1; ; failures++) {
        try {
          return attempt.run();
        } catch (SQLException e) {
          if (failures == MAX_ATTEMPTS || !SqlFailures.isTransient(e)) {
            throw e;
          }
        }
        interrupted |= !slept(failures);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns false if the thread was interrupted, which ends the wait. */
  private boolean slept(int failures) {
    try {
      sleeper.sleep(waitAfter(failures));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private synchronized Duration waitAfter(int failures) {
    return WAITS.backoff(failures, random);
  }
}
