package io.github.brazeaudience.internal.engine;

/** Stage of the engine that a write is in. */
public enum WriteState {
  /** Waits for the lookup of its user's device. */
  IDENTIFYING,
  /** Waits while its user has another write or cools down. */
  SEQUENCED,
  /** Waits for its content. */
  RESOLVING,
  /** Waits for a batch. */
  READY,
  /** In a batch that waits or is in flight. */
  BATCHED,
  DONE;

  boolean precedes(WriteState next) {
    return switch (this) {
      case IDENTIFYING -> next == BATCHED || next == SEQUENCED || next == DONE;
      case SEQUENCED -> next == RESOLVING || next == DONE;
      case RESOLVING -> next == READY || next == BATCHED || next == DONE;
      case READY -> next == BATCHED || next == DONE;
      case BATCHED -> next == RESOLVING || next == IDENTIFYING || next == DONE;
      case DONE -> false;
    };
  }
}
