package io.github.brazeaudience.jdbc;

import java.time.Duration;

/** Default and limits of the timeout of statements. */
final class StatementTimeouts {
  static final int DEFAULT_SECONDS = 30;

  private static final Duration MAX = Duration.ofHours(1);

  private StatementTimeouts() {}

  static Duration checked(Duration timeout) {
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "statementTimeout must be from 1 s to 1 h, not " + timeout);
    }
    return timeout;
  }

  /** {@return the timeout in seconds, rounded up} */
  static int seconds(Duration timeout) {
    return Math.toIntExact(timeout.plusNanos(999_999_999).toSeconds());
  }
}
