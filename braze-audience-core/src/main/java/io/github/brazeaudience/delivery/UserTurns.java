package io.github.brazeaudience.delivery;

import io.github.brazeaudience.payload.UserIdentifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
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
  private final Map<UserIdentifier, Turn> turns = new HashMap<>();
  private final Deque<Resting> resting = new ArrayDeque<>();

  private static final class Turn {
    private final Queue<UserWrite> parked = new ArrayDeque<>(0);
  }

  private record Resting(UserIdentifier user, long untilNanos) {}

  UserTurns(long restNanos, Consumer<UserWrite> turnCame) {
    this.restNanos = restNanos;
    this.turnCame = turnCame;
  }

  /** Takes the turn of the write's user if it is free; else the write is parked. */
  boolean take(UserWrite write) {
    Turn turn = turns.get(write.user());
    if (turn == null) {
      turns.put(write.user(), new Turn());
      return true;
    }
    turn.parked.add(write);
    return false;
  }

  /** Gives back the turn of a finished write. */
  void release(UserWrite write, long nowNanos) {
    if (restNanos == 0 || write.attempts() == 0) {
      next(write.user());
    } else {
      resting.add(new Resting(write.user(), nowNanos + restNanos));
    }
  }

  /** Ends the rest of users whose time has come. */
  void wake(long nowNanos) {
    Resting first = resting.peek();
    while (first != null && first.untilNanos - nowNanos <= 0) {
      resting.remove();
      next(first.user());
      first = resting.peek();
    }
  }

  /** When {@link #wake} has something to do, or null. */
  @Nullable Long nextWakeNanos() {
    Resting first = resting.peek();
    return first == null ? null : first.untilNanos();
  }

  private void next(UserIdentifier user) {
    Turn turn = turns.get(user);
    if (turn == null) {
      return;
    }
    UserWrite next = turn.parked.poll();
    while (next != null && next.finished()) {
      next = turn.parked.poll();
    }
    if (next == null) {
      turns.remove(user);
    } else {
      turnCame.accept(next);
    }
  }
}
