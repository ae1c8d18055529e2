package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.outcome.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The updates of one user in the order in which they came. Some are under way; what has come later
 * waits until all of those are final, so that none is ever forwarded again after a later one. If
 * one of them is not, it and all after it go again: together they end as they would have at first.
 * Confined to the forwarding thread.
 */
final class UserLane {
  private final Object user;
  private final Deque<StoredUpdate> waiting = new ArrayDeque<>();
  private final List<StoredUpdate> underWay = new ArrayList<>();
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
   * Takes an update.
   *
   * @return whether nothing of this user is under way or rests, so that it can go now
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

  /** The next one is under way. */
  void begin() {
    underWay.add(waiting.remove());
  }

  List<StoredUpdate> underWay() {
    return underWay;
  }

  /**
   * All that was under way is final.
   *
   * @return whether more is waiting, which can go now
   */
  boolean succeeded() {
    underWay.clear();
    failures = 0;
    busy = !waiting.isEmpty();
    return busy;
  }

  /**
   * What was under way goes again from there on; what stood before it is final.
   *
   * @return how often in a row this has happened
   */
  int failed(int first) {
    for (int i = underWay.size() - 1; i >= first; i--) {
      waiting.addFirst(underWay.get(i));
    }
    underWay.clear();
    failures = first > 0 ? 1 : failures + 1;
    return failures;
  }
}
