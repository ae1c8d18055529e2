package io.github.brazeaudience.delivery;

import io.github.brazeaudience.payload.UserIdentifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets one write of a user out at a time, in the order of arrival, because Braze promises no order
 * between requests. A user rests after an answer before the next write may go, as Braze applies
 * requests asynchronously. Nobody waits here: a write whose user is busy is parked, and handed out
 * when its turn comes. Confined to the mailbox.
 *
 * @see <a href="https://www.braze.com/docs/help/best_practices/race_conditions">Braze: race
 *     conditions</a>
 */
final class UserTurns {
  private final long restNanos;
  private final Consumer<UserWrite> turnCame;
  private final Map<UserIdentifier, Queue<UserWrite>> turns = new HashMap<>();
  private final Deque<Resting> resting = new ArrayDeque<>();
  private int parked;

  /** What most users have: nothing parked. Never added to. */
  private final Queue<UserWrite> nothing = new ArrayDeque<>(0);

  /** Users whose writes ended at nearly the same time. */
  private static final class Resting {
    private static final long NEARLY_NANOS = 1_000_000;

    private final List<UserIdentifier> users = new ArrayList<>();
    private final long firstNanos;
    private long lastNanos;

    Resting(long endedAtNanos) {
      firstNanos = endedAtNanos;
      lastNanos = endedAtNanos;
    }

    boolean takes(long endedAtNanos) {
      return endedAtNanos - firstNanos <= NEARLY_NANOS;
    }

    void add(UserIdentifier user, long endedAtNanos) {
      users.add(user);
      lastNanos = endedAtNanos - lastNanos > 0 ? endedAtNanos : lastNanos;
    }
  }

  UserTurns(long restNanos, Consumer<UserWrite> turnCame) {
    this.restNanos = restNanos;
    this.turnCame = turnCame;
  }

  /** Takes the turn of the write's user if it is free; else the write is parked. */
  boolean take(UserWrite write) {
    Queue<UserWrite> waiting = turns.putIfAbsent(write.user(), nothing);
    if (waiting == null) {
      return true;
    }
    if (waiting.isEmpty()) {
      waiting = new ArrayDeque<>();
      turns.put(write.user(), waiting);
    }
    waiting.add(write);
    parked++;
    return false;
  }

  /** Gives back the turn of a finished write. */
  void release(UserWrite write, long nowNanos) {
    if (restNanos == 0 || write.attempts() == 0) {
      next(write.user());
    } else {
      Resting last = resting.peekLast();
      if (last == null || !last.takes(nowNanos)) {
        last = new Resting(nowNanos);
        resting.add(last);
      }
      last.add(write.user(), nowNanos);
    }
  }

  /** Ends the rest of users whose time has come. */
  void wake(long nowNanos) {
    Resting first = resting.peek();
    while (first != null && untilNanos(first) - nowNanos <= 0) {
      resting.remove();
      first.users.forEach(this::next);
      first = resting.peek();
    }
  }

  /**
   * When {@link #wake} has something to do, or null. For whom nobody waits it is enough to be
   * forgotten together with the others.
   */
  @Nullable Long nextWakeNanos() {
    Resting next = parked > 0 ? resting.peekFirst() : resting.peekLast();
    return next == null ? null : untilNanos(next);
  }

  private long untilNanos(Resting group) {
    return group.lastNanos + restNanos;
  }

  private void next(UserIdentifier user) {
    Queue<UserWrite> waiting = turns.get(user);
    if (waiting == null) {
      return;
    }
    UserWrite next;
    do {
      next = waiting.poll();
      parked -= next == null ? 0 : 1;
    } while (next != null && next.finished());
    if (next == null) {
      turns.remove(user);
    } else {
      turnCame.accept(next);
    }
  }
}
