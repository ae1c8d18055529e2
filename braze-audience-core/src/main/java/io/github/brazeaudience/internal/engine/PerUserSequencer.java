package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.engine.UserWrite.State;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets one write per user pass at a time, in the order of arrival, because Braze guarantees no
 * order between requests. Braze applies requests asynchronously, so a user cools down after an
 * attempted write before the next one passes. Owns the writes that wait for their user.
 *
 * @see <a href="https://www.braze.com/docs/help/best_practices/race_conditions">Braze: race
 *     conditions</a>
 */
final class PerUserSequencer {
  /** The value of a user that no write waits for. */
  private static final Queue<UserWrite> NONE = new ArrayDeque<>(0);

  private final long cooldownNanos;
  private final Consumer<UserWrite> onAcquired;
  private Map<UserIdentifier, Queue<UserWrite>> users = new HashMap<>();
  private final Deque<Cooldown> cooldowns = new ArrayDeque<>();
  private int waiting;

  /** Holds of earlier epochs do not count. */
  private int epoch = 1;

  /** Users whose writes ended within a millisecond; they cool down together. */
  private static final class Cooldown {
    private static final long SLOT_NANOS = 1_000_000;

    private final long firstNanos;
    private long lastNanos;
    private final List<UserIdentifier> users = new ArrayList<>();

    Cooldown(long nanos) {
      firstNanos = nanos;
      lastNanos = nanos;
    }

    boolean accepts(long nanos) {
      return nanos - firstNanos <= SLOT_NANOS;
    }

    void add(UserIdentifier user, long nanos) {
      users.add(user);
      lastNanos = nanos - lastNanos > 0 ? nanos : lastNanos;
    }
  }

  PerUserSequencer(long cooldownNanos, Consumer<UserWrite> onAcquired) {
    this.cooldownNanos = cooldownNanos;
    this.onAcquired = onAcquired;
  }

  /** Passes a write on if its user is free, else keeps it until the user is. */
  void accept(UserWrite write) {
    Queue<UserWrite> queue = users.putIfAbsent(write.user(), NONE);
    if (queue == null) {
      acquired(write);
      return;
    }
    if (queue == NONE) {
      queue = new ArrayDeque<>();
      users.put(write.user(), queue);
    }
    queue.add(write);
    waiting++;
  }

  private void acquired(UserWrite write) {
    write.userHeldIn = epoch;
    onAcquired.accept(write);
  }

  /** Releases the user of a finished write, after the cooldown if the write was attempted. */
  void release(UserWrite write, long nowNanos) {
    if (write.userHeldIn != epoch) {
      return;
    }
    if (cooldownNanos == 0 || write.attempts() == 0) {
      write.userHeldIn = 0;
      free(write.user());
    } else {
      coolDown(write.user(), nowNanos);
      write.userHeldIn = 0;
    }
  }

  private void coolDown(UserIdentifier user, long nowNanos) {
    Cooldown last = cooldowns.peekLast();
    if (last == null || !last.accepts(nowNanos)) {
      last = new Cooldown(nowNanos);
      cooldowns.add(last);
    }
    last.add(user, nowNanos);
  }

  /** Ends the cooldowns that are over. */
  void wake(long nowNanos) {
    Cooldown first = cooldowns.peek();
    while (first != null && endNanos(first) - nowNanos <= 0) {
      cooldowns.remove();
      first.users.forEach(this::free);
      first = cooldowns.peek();
    }
  }

  /**
   * Returns when {@link #wake} has something to do, or null. While no write waits, one wake-up
   * after the last cooldown is enough.
   */
  @Nullable Long nextWakeNanos() {
    Cooldown next = waiting == 0 ? cooldowns.peekLast() : cooldowns.peekFirst();
    return next == null ? null : endNanos(next);
  }

  private long endNanos(Cooldown cooldown) {
    return cooldown.lastNanos + cooldownNanos;
  }

  private void free(UserIdentifier user) {
    Queue<UserWrite> queue = users.get(user);
    UserWrite next = queue == null ? null : poll(queue);
    if (next == null) {
      users.remove(user);
    } else {
      acquired(next);
    }
  }

  /** Skips writes that were drained. */
  private @Nullable UserWrite poll(Queue<UserWrite> queue) {
    UserWrite next = queue.poll();
    while (next != null && next.state() == State.DONE) {
      waiting--;
      next = queue.poll();
    }
    waiting -= next == null ? 0 : 1;
    return next;
  }

  /** Fails the waiting writes of a call. They hold no user, so there is nothing to release. */
  void drain(Call call, StopCause cause) {
    call.forEachOpen(
        write -> {
          if (write.state() == State.SEQUENCED) {
            var unused = write.fail(cause);
            call.report(write);
          }
        });
  }

  /** Forgets all waiting writes and all holds except those of the given writes and of cooldowns. */
  void reset(Collection<UserWrite> holders) {
    Map<UserIdentifier, Queue<UserWrite>> held = new HashMap<>();
    for (Cooldown cooldown : cooldowns) {
      cooldown.users.forEach(user -> held.put(user, NONE));
    }
    holders.forEach(write -> held.put(write.user(), NONE));
    users = held;
    waiting = 0;
    epoch++;
    holders.forEach(write -> write.userHeldIn = epoch);
  }
}
