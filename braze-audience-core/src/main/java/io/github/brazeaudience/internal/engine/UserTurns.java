package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
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
 * <p>Users stand here as numbers of 64 bits, because without a limiter there are a million of them
 * at rest. Should two users ever have the same one, they share a turn, and one waits for the other.
 *
 * @see <a href="https://www.braze.com/docs/help/best_practices/race_conditions">Braze: race
 *     conditions</a>
 */
final class UserTurns {
  private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01B3L;

  private final long restNanos;
  private final Consumer<UserWrite> turnCame;
  private LongSet taken = new LongSet();

  /** Turns of earlier epochs do not count. */
  private int epoch = 1;

  private final Map<Long, Queue<UserWrite>> parked = new HashMap<>();
  private final Deque<Resting> resting = new ArrayDeque<>();

  /** Users whose writes ended at nearly the same time. */
  private static final class Resting {
    private static final long NEARLY_NANOS = 1_000_000;

    private final long firstNanos;
    private long lastNanos;
    private long[] users = new long[PayloadLimits.MAX_OBJECTS];
    private int count;

    Resting(long endedAtNanos) {
      firstNanos = endedAtNanos;
      lastNanos = endedAtNanos;
    }

    boolean takes(long endedAtNanos) {
      return endedAtNanos - firstNanos <= NEARLY_NANOS;
    }

    void add(long user, long endedAtNanos) {
      if (count == users.length) {
        users = Arrays.copyOf(users, 2 * count);
      }
      users[count++] = user;
      lastNanos = endedAtNanos - lastNanos > 0 ? endedAtNanos : lastNanos;
    }
  }

  UserTurns(long restNanos, Consumer<UserWrite> turnCame) {
    this.restNanos = restNanos;
    this.turnCame = turnCame;
  }

  /**
   * Takes the turns of the users that are free; writes of others are parked.
   *
   * @return of each write, whether it has its turn
   */
  boolean[] take(List<UserWrite> writes) {
    long[] users = new long[writes.size()];
    for (int i = 0; i < users.length; i++) {
      users[i] = number(writes.get(i).user());
    }
    boolean[] free = taken.addAll(users);
    for (int i = 0; i < free.length; i++) {
      writes.get(i).turn(free[i] ? epoch : 0);
      if (!free[i]) {
        parked.computeIfAbsent(users[i], first -> new ArrayDeque<>()).add(writes.get(i));
      }
    }
    return free;
  }

  /** Gives back the turn of a finished write, if it has it. */
  void release(UserWrite write, long nowNanos) {
    if (write.turn() != epoch) {
      return;
    }
    if (restNanos == 0 || write.attempts() == 0) {
      write.turn(0);
      next(number(write.user()));
    } else {
      rest(number(write.user()), nowNanos);
      write.turn(0);
    }
  }

  private void rest(long user, long nowNanos) {
    Resting last = resting.peekLast();
    if (last == null || !last.takes(nowNanos)) {
      last = new Resting(nowNanos);
      resting.add(last);
    }
    last.add(user, nowNanos);
  }

  /**
   * Begins anew after the engine has failed: nobody is parked, and no turn is taken but those of
   * users who rest and of these writes.
   */
  void reset(Collection<UserWrite> holders) {
    LongSet fresh = new LongSet();
    for (Resting group : resting) {
      for (int i = 0; i < group.count; i++) {
        fresh.add(group.users[i]);
      }
    }
    for (UserWrite write : holders) {
      fresh.add(number(write.user()));
    }
    parked.clear();
    taken = fresh;
    epoch++;
    for (UserWrite write : holders) {
      write.turn(epoch);
    }
  }

  /** Ends the rest of users whose time has come. */
  void wake(long nowNanos) {
    Resting first = resting.peek();
    while (first != null && untilNanos(first) - nowNanos <= 0) {
      resting.remove();
      for (int i = 0; i < first.count; i++) {
        next(first.users[i]);
      }
      first = resting.peek();
    }
  }

  /**
   * When {@link #wake} has something to do, or null. For whom nobody waits it is enough to be
   * forgotten together with the others.
   */
  @Nullable Long nextWakeNanos() {
    Resting next = parked.isEmpty() ? resting.peekLast() : resting.peekFirst();
    return next == null ? null : untilNanos(next);
  }

  private long untilNanos(Resting group) {
    return group.lastNanos + restNanos;
  }

  private void next(long user) {
    UserWrite next = parked.isEmpty() ? null : nextParked(user);
    if (next == null) {
      taken.remove(user);
    } else {
      next.turn(epoch);
      turnCame.accept(next);
    }
  }

  private @Nullable UserWrite nextParked(long user) {
    Queue<UserWrite> waiting = parked.get(user);
    if (waiting == null) {
      return null;
    }
    UserWrite next = waiting.poll();
    while (next != null && next.finished()) {
      next = waiting.poll();
    }
    if (waiting.isEmpty()) {
      parked.remove(user);
    }
    return next;
  }

  /** FNV-1a over all that tells users apart. */
  private static long number(UserIdentifier user) {
    long hash = (FNV_OFFSET ^ user.kind().name().hashCode()) * FNV_PRIME;
    return mixed(mixed(hash, user.aliasLabel().orElse("")), user.value());
  }

  private static long mixed(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
