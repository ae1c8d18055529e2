package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.wire.ErrorRedactor;
import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reason why a write, a batch or a call ends without a result from Braze.
 *
 * @param retryAt the earliest time at which a new attempt makes sense, or null if any time does
 */
public record StopCause(Reason reason, String message, @Nullable Instant retryAt) {
  static final StopCause CLOSED =
      new StopCause(
          Reason.CLOSED,
          "the forwarder was closed before this update was sent; forward it with another one");

  static final StopCause CANCELLED =
      new StopCause(Reason.CANCELLED, "the call was cancelled; forward it again");

  static final StopCause DEADLINE_PASSED =
      new StopCause(
          Reason.DEADLINE, "the deadline passed before a first attempt; forward it again");

  static final StopCause SCHEDULER_SHUT_DOWN =
      new StopCause(
          Reason.CLOSED,
          "the scheduler given to the forwarder rejects tasks; close the forwarder before its"
              + " scheduler, and forward again with another one");

  /** Cause if the membership store did not return in time. */
  public static final StopCause STORE_TIMEOUT =
      new StopCause(
          Reason.STORE_UNAVAILABLE,
          "the membership store did not respond in time, so the update was not sent; check the"
              + " store and forward again");

  /** Cause if another forwarder did not release the user in time. */
  public static final StopCause LEASE_REFUSED =
      new StopCause(
          Reason.STORE_UNAVAILABLE,
          "another process was writing this user until the deadline, so the update was not sent;"
              + " forward it again");

  /** Cause if another forwarder took over a user of the batch. */
  public static final StopCause LEASE_LOST =
      new StopCause(
          Reason.STORE_UNAVAILABLE,
          "another process took over a user of this request before it could start, so the update"
              + " was not sent; forward it again");

  /** Cause if Braze accepted a write and a shared membership store did not record it. */
  static final StopCause NOT_RECORDED =
      new StopCause(
          Reason.STORE_UNAVAILABLE,
          "Braze accepted the update, but the shared membership store did not record it in time, so"
              + " another process may overwrite it; check the store and forward again");

  /** Created in advance, because there may be no memory for it later. */
  private static final StopCause ENGINE_FAILED =
      new StopCause(
          Reason.CANCELLED, "the delivery engine failed and ended this update; forward it again");

  /** Creates a cause without a time to retry at. */
  public StopCause(Reason reason, String message) {
    this(reason, message, null);
  }

  static StopCause deadlineBeforeNextStart(Instant nextStart) {
    return new StopCause(
        Reason.DEADLINE,
        "the deadline passes before Braze accepts requests again; forward it again later",
        nextStart);
  }

  /** Cause if the rate limit of read-backs delays a write beyond its deadline. */
  public static StopCause deadlineBeforeNextReadBack(Instant nextStart) {
    return new StopCause(
        Reason.DEADLINE,
        "the deadline passes before the audiences of this user can be read back; forward it again"
            + " later",
        nextStart);
  }

  static StopCause deadlineBeforeNextLookup(Instant nextStart) {
    return new StopCause(
        Reason.DEADLINE,
        "the deadline passes before the device of this user can be looked up; forward it again"
            + " later",
        nextStart);
  }

  static StopCause outageExpired(
      Reason reason, String lastMessage, Duration limit, Instant nextProbe) {
    return new StopCause(
        reason, "the outage exceeded its limit of %s; %s".formatted(limit, lastMessage), nextProbe);
  }

  static StopCause requestInvalid(int status) {
    return new StopCause(
        Reason.REQUEST_REFUSED,
        ("Braze rejected every user individually with %s, so the request itself is invalid;"
                + " check the configuration")
            .formatted(status));
  }

  /**
   * Cause if a part of the forwarder threw.
   *
   * @param part the name of the part
   */
  static StopCause engineFailed(String part, Throwable thrown) {
    try {
      return new StopCause(
          Reason.CANCELLED,
          "the %s failed (%s) and ended this update; forward it again"
              .formatted(part, describe(thrown)));
    } catch (Throwable e) {
      // Methods of a foreign exception may throw, and memory may have run out.
      return ENGINE_FAILED;
    }
  }

  /** Messages of the virtual machine contain no user data; others may. */
  private static String describe(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    return thrown instanceof VirtualMachineError && thrown.getMessage() != null
        ? name + ": " + ErrorRedactor.describe(thrown, List.of())
        : name;
  }

  /**
   * Cause if the membership store threw.
   *
   * @param users the external ids of the call, which the message must not show
   */
  public static StopCause storeFailed(Throwable thrown, Collection<String> users) {
    return new StopCause(
        Reason.STORE_UNAVAILABLE,
        "the membership store failed (%s), so the update was not sent; fix the store and forward again"
            .formatted(ErrorRedactor.describe(thrown, users)));
  }
}
