package io.github.brazeaudience.receiver.database;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** State of the database: stores messages, or fails. Logs each change. Thread-safe. */
public final class DatabaseState {
  private final String place;
  private final InstantSource clock;
  private final Consumer<String> notices;
  private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

  /**
   * Failure of the database that has not ended.
   *
   * @param since the first failure
   * @param reason the SQLSTATE and the type of the last failure, without a value
   */
  public record Failure(Instant since, String reason) {}

  /**
   * Creates the state of a database without a failure.
   *
   * @param place the database as messages call it
   */
  public DatabaseState(String place, InstantSource clock, Consumer<String> notices) {
    this.place = place;
    this.clock = clock;
    this.notices = notices;
  }

  /** {@return the failure, or empty if the last write succeeded} */
  public Optional<Failure> failure() {
    return Optional.ofNullable(failure.get());
  }

  public void writeSucceeded() {
    if (failure.get() != null && failure.getAndSet(null) != null) {
      notices.accept("the database keeps messages again");
    }
  }

  public void writeFailed(Throwable e) {
    Instant now = clock.instant();
    String reason = reason(e);
    Failure before =
        failure.getAndUpdate(
            old -> old == null ? new Failure(now, reason) : new Failure(old.since(), reason));
    if (before == null) {
      notices.accept(
          String.format(
              Locale.ROOT,
              "the database %s does not keep messages (%s); the response is 503 until it does. Check the"
                  + " database, its disk and the network",
              place,
              reason));
    }
  }

  /** Messages of databases can quote values, so only codes are shown; those of disks cannot. */
  private static String reason(Throwable e) {
    if (e instanceof IOException) {
      return String.valueOf(e.getMessage());
    }
    String state = "";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        state = "SQLSTATE " + sql.getSQLState() + ", ";
      }
    }
    return state + e.getClass().getSimpleName();
  }
}
