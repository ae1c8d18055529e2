package io.github.brazeaudience.event;

import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A request that has ended. Immutable. */
public final class AttemptFinished {
  private final BrazeOperation operation;
  private final long request;
  private final int attempt;
  private final int users;
  private final Duration duration;
  private final OptionalInt status;
  private final @Nullable Reason reason;

  private AttemptFinished(
      BrazeOperation operation,
      long request,
      int attempt,
      int users,
      Duration duration,
      OptionalInt status,
      @Nullable Reason reason) {
    this.operation = operation;
    this.request = request;
    this.attempt = attempt;
    this.users = users;
    this.duration = duration;
    this.status = status;
    this.reason = reason;
  }

  /**
   * An event; the forwarder makes them, and tests of listeners.
   *
   * @param operation what is asked of Braze
   * @param request the number of the request within the forwarder
   * @param attempt which attempt for this batch it was
   * @param users how many users it had in it
   * @param duration how long it took
   * @param status the HTTP status, empty if there was no answer
   * @param reason what was wrong with it, if anything was
   * @return the event
   */
  public static AttemptFinished of(
      BrazeOperation operation,
      long request,
      int attempt,
      int users,
      Duration duration,
      OptionalInt status,
      @Nullable Reason reason) {
    return new AttemptFinished(operation, request, attempt, users, duration, status, reason);
  }

  /**
   * Gives what is asked of Braze.
   *
   * @return the value
   */
  public BrazeOperation operation() {
    return operation;
  }

  /**
   * Gives the number of the request within the forwarder.
   *
   * @return the value
   */
  public long request() {
    return request;
  }

  /**
   * Gives which attempt for this batch it was.
   *
   * @return the value
   */
  public int attempt() {
    return attempt;
  }

  /**
   * Gives how many users it had in it.
   *
   * @return the value
   */
  public int users() {
    return users;
  }

  /**
   * Gives how long it took.
   *
   * @return the value
   */
  public Duration duration() {
    return duration;
  }

  /**
   * Gives the HTTP status, empty if there was no answer.
   *
   * @return the value
   */
  public OptionalInt status() {
    return status;
  }

  /**
   * Gives what was wrong with it, if anything was.
   *
   * @return empty if there is none
   */
  public Optional<Reason> reason() {
    return Optional.ofNullable(reason);
  }

  @Override
  public String toString() {
    return "AttemptFinished[operation=%s, request=%s, attempt=%s, users=%s, duration=%s, status=%s, reason=%s]"
        .formatted(operation, request, attempt, users, duration, status, reason);
  }
}
