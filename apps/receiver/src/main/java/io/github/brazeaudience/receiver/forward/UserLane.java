package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.outcome.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Updates of one user in their order. Some are in flight; later ones wait until those are final, so
 * no update is ever forwarded again after a later one. If one is not final, it and all later ones
 * are forwarded again, with the same result as in the first order. Confined to the forwarding
 * thread.
 */
final class UserLane {
  private final Object user;
  private final Deque<StoredUpdate> waiting = new ArrayDeque<>();
  private final List<StoredUpdate> inFlight = new ArrayList<>();
  private boolean busy;
  private int failures;
  private @Nullable Reason waitsBecause;

  UserLane(Object user) {
    this.user = user;
  }

  Object user() {
    return user;
  }

  /**
   * Adds an update.
   *
   * @return true if the user has nothing in flight and no backoff, so the update is ready
   */
  boolean add(StoredUpdate update) {
    waiting.add(update);
    boolean canGo = !busy;
    busy = true;
    return canGo;
  }

  /** Why its updates wait to be forwarded again, null if they do not. */
  @Nullable Reason waitsBecause() {
    return waitsBecause;
  }

  void waitsBecause(@Nullable Reason reason) {
    waitsBecause = reason;
  }

  /** The next one to go, null if there is none. */
  @Nullable StoredUpdate next() {
    return waiting.peek();
  }

  /** Moves the next update in flight. */
  void begin() {
    inFlight.add(waiting.remove());
  }

  List<StoredUpdate> inFlight() {
    return inFlight;
  }

  /**
   * Ends the updates in flight: all are final.
   *
   * @return true if more updates are ready
   */
  boolean succeeded() {
    inFlight.clear();
    failures = 0;
    busy = !waiting.isEmpty();
    return busy;
  }

  /**
   * Ends the updates in flight: those before the index are final, the others are forwarded again.
   *
   * @return the number of failures in a row
   */
  int failed(int first) {
    for (int i = inFlight.size() - 1; i >= first; i--) {
      waiting.addFirst(inFlight.get(i));
    }
    inFlight.clear();
    failures = first > 0 ? 1 : failures + 1;
    return failures;
  }
}
