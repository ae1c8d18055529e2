package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.outcome.UserOutcome;

/**
 * Receives the events of a relay on its threads, several at the same time. Failures and recoveries
 * come one at a time and in their order. Must be thread-safe and should return quickly. An
 * exception is logged, and the relay continues.
 */
public interface OutboxListener {
  /**
   * Called with each final outcome after it has been recorded: {@code Accepted}, {@code Unchanged}
   * or {@code Rejected}. If the relay loses its database or its process, an update is forwarded
   * again, so it can have two final outcomes.
   */
  default void outcome(UserOutcome outcome) {}

  /** Called when the relay begins to fail, or fails with another reason. */
  default void failed(RelayFailure failure) {}

  /** Called when what had failed works again. */
  default void recovered(RelayFailure failure) {}
}
