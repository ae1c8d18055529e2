package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransactionRetryTest {
  /** Draws the longest waits. */
  private static final RandomGenerator LONGEST = () -> 0;

  private final List<Long> waits = new ArrayList<>();
  private final List<Boolean> interruptsSeen = new ArrayList<>();
  private final TransactionRetry retry = new TransactionRetry(this::sleep, LONGEST);
  private int attempts;

  /** Ends at once, or by the interrupt of the thread as a real wait does. */
  private void sleep(Duration wait) throws InterruptedException {
    waits.add(wait.toMillis());
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static SQLException deadlock(int attempt) {
    return new SQLException("deadlock " + attempt, "40001");
  }

  /** Returns an attempt that fails some times. */
  private TransactionRetry.Attempt<String> failing(int failures) {
    return () -> {
      interruptsSeen.add(Thread.currentThread().isInterrupted());
      if (++attempts <= failures) {
        throw deadlock(attempts);
      }
      return "attempt " + attempts;
    };
  }

  @Test
  void run_undisturbed_returnsTheResultWithoutAWait() throws SQLException {
    assertThat(retry.run(failing(0))).isEqualTo("attempt 1");

    assertThat(waits).isEmpty();
  }

  @Test
  void run_disturbed_repeatsAfterWaitsThatDoubleUpToTheMaximum() throws SQLException {
    assertThat(retry.run(failing(9))).isEqualTo("attempt 10");

    assertThat(waits).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 500L, 500L, 500L);
  }

  @Test
  void run_shortestDraw_waitsHalfOfTheBound() throws SQLException {
    RandomGenerator shortest =
        new RandomGenerator() {
          @Override
          public long nextLong() {
            return -1;
          }

          @Override
          public long nextLong(long bound) {
            return bound - 1;
          }
        };

    new TransactionRetry(this::sleep, shortest).run(failing(3));

    assertThat(waits).containsExactly(5L, 10L, 20L);
  }

  @Test
  void run_disturbedInEveryAttempt_throwsTheFailureOfTheLastOne() {
    assertThatThrownBy(() -> retry.run(failing(Integer.MAX_VALUE)))
        .isInstanceOf(SQLException.class)
        .hasMessage("deadlock " + TransactionRetry.MAX_ATTEMPTS);

    assertThat(waits).hasSize(TransactionRetry.MAX_ATTEMPTS - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "55P03", "90131", "HYT00"})
  void run_transientState_isRepeated(String state) throws SQLException {
    assertThat(
            retry.<String>run(
                () -> {
                  if (++attempts == 1) {
                    throw new SQLException("disturbed", state);
                  }
                  return "done";
                }))
        .isEqualTo("done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "42P01", "08006", "57014"})
  void run_otherFailure_isThrownAtOnce(String state) {
    assertThatThrownBy(
            () ->
                retry.run(
                    () -> {
                      attempts++;
                      throw new SQLException("failed", state);
                    }))
        .isInstanceOf(SQLException.class)
        .hasMessage("failed");

    assertThat(attempts).isEqualTo(1);
    assertThat(waits).isEmpty();
  }

  @Test
  void run_interruptedBefore_hidesTheInterruptAndKeepsIt() throws SQLException {
    Thread.currentThread().interrupt();

    assertThat(retry.run(failing(2))).isEqualTo("attempt 3");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(interruptsSeen).containsExactly(false, false, false);
  }

  @Test
  void run_interruptedBeforeAndFailing_keepsTheInterrupt() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> retry.run(failing(Integer.MAX_VALUE)))
        .isInstanceOf(SQLException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(interruptsSeen).hasSize(TransactionRetry.MAX_ATTEMPTS).containsOnly(false);
  }

  @Test
  void run_interruptedDuringAnAttempt_hidesItFromTheNextOneAndKeepsIt() throws SQLException {
    TransactionRetry.Attempt<String> attempt = failing(2);

    String result =
        retry.run(
            () -> {
              try {
                return attempt.run();
              } finally {
                if (attempts == 1) {
                  Thread.currentThread().interrupt();
                }
              }
            });

    assertThat(result).isEqualTo("attempt 3");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(interruptsSeen).containsExactly(false, false, false);
  }

  @Test
  void run_notInterrupted_doesNotInterrupt() throws SQLException {
    retry.run(failing(3));

    assertThat(Thread.interrupted()).isFalse();
  }
}
