package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.payload.PayloadLimits;
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
import java.util.function.LongConsumer;
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
  private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01B3L;

  private final long cooldownNanos;
  private final Consumer<UserWrite> onAcquired;
  private LongSet busy = new LongSet();
  private final Map<Long, Queue<UserWrite>> waiting = new HashMap<>();
  private final Deque<Cooldown> cooldowns = new ArrayDeque<>();

  /**
   * Incremented by each reset. A user that was acquired in an earlier epoch is not released again.
   */
  private int epoch = 1;

  /** Users whose writes ended within a millisecond; they cool down together. */
  private static final class Cooldown {
    private static final long SLOT_NANOS = 1_000_000;

    /** A request has no more users, so most chunks are full. */
    private static final int CHUNK = PayloadLimits.MAX_OBJECTS;

    private final long firstNanos;
    private long lastNanos;
    private final List<long[]> users = new ArrayList<>(1);
    private int count;

    Cooldown(long nanos) {
      firstNanos = nanos;
      lastNanos = nanos;
    }

    boolean accepts(long nanos) {
      return nanos - firstNanos <= SLOT_NANOS;
    }

    void add(long user, long nanos) {
      if (count % CHUNK == 0) {
        users.add(new long[CHUNK]);
      }
      users.get(count / CHUNK)[count % CHUNK] = user;
      count++;
      lastNanos = nanos - lastNanos > 0 ? nanos : lastNanos;
    }

    void forEach(LongConsumer action) {
      for (int i = 0; i < count; i++) {
        action.accept(users.get(i / CHUNK)[i % CHUNK]);
      }
    }
  }

  PerUserSequencer(long cooldownNanos, Consumer<UserWrite> onAcquired) {
    this.cooldownNanos = cooldownNanos;
    this.onAcquired = onAcquired;
  }

  /** Prepares {@link #accept} of some writes, which reads slowly from memory otherwise. */
  void prefetch(List<UserWrite> writes) {
    for (UserWrite write : writes) {
      if (write.isIdentified()) {
        busy.prefetch(write.userHash());
      }
    }
  }

  /** Passes a write on if its user is free, else keeps it until the user is. */
  void accept(UserWrite write) {
    long user = write.userHash();
    if (busy.add(user)) {
      acquired(write);
    } else {
      waiting.computeIfAbsent(user, first -> new ArrayDeque<>()).add(write);
    }
  }

  private void acquired(UserWrite write) {
    write.heldInEpoch = epoch;
    onAcquired.accept(write);
  }

  /** Releases the user of a finished write, after the cooldown if the write was attempted. */
  void release(UserWrite write, long nowNanos) {
    if (write.heldInEpoch != epoch) {
      return;
    }
    if (cooldownNanos == 0 || write.attempts() == 0) {
      write.heldInEpoch = 0;
      free(write.userHash());
    } else {
      coolDown(write.userHash(), nowNanos);
      write.heldInEpoch = 0;
    }
  }

  private void coolDown(long user, long nowNanos) {
    Cooldown last = cooldowns.peekLast();
    if (last == null || !last.accepts(nowNanos)) {
      last = new Cooldown(nowNanos);
      cooldowns.add(last);
    }
    last.add(user, nowNanos);
  }

  /** Ends the cooldowns that are over, and passes on the writes that waited for them. */
  void endCooldowns(long nowNanos) {
    Cooldown first = cooldowns.peek();
    while (first != null && endNanos(first) - nowNanos <= 0) {
      cooldowns.remove();
      first.forEach(busy::prefetch);
      first.forEach(this::free);
      first = cooldowns.peek();
    }
  }

  /**
   * Returns when {@link #endCooldowns} has something to do, or null. While no write waits, one
   * wake-up after the last cooldown is enough.
   */
  @Nullable Long nextWakeNanos() {
    Cooldown next = waiting.isEmpty() ? cooldowns.peekLast() : cooldowns.peekFirst();
    return next == null ? null : endNanos(next);
  }

  private long endNanos(Cooldown cooldown) {
    return cooldown.lastNanos + cooldownNanos;
  }

  private void free(long user) {
    UserWrite next = waiting.isEmpty() ? null : pollWaiting(user);
    if (next == null) {
      busy.remove(user);
    } else {
      acquired(next);
    }
  }

  /** Skips writes that were drained. */
  private @Nullable UserWrite pollWaiting(long user) {
    Queue<UserWrite> queue = waiting.get(user);
    if (queue == null) {
      return null;
    }
    UserWrite next = queue.poll();
    while (next != null && next.isDone()) {
      next = queue.poll();
    }
    if (queue.isEmpty()) {
      waiting.remove(user);
    }
    return next;
  }

  /** Fails the waiting writes of a call. They hold no user, so there is nothing to release. */
  void drain(Call call, StopCause cause) {
    call.forEachOpen(
        write -> {
          if (write.state() == WriteState.SEQUENCED) {
            write.fail(cause);
            call.report(write);
          }
        });
  }

  /** Forgets all waiting writes and all holds except those of the given writes and of cooldowns. */
  void reset(Collection<UserWrite> holders) {
    LongSet held = new LongSet();
    cooldowns.forEach(cooldown -> cooldown.forEach(held::add));
    holders.forEach(write -> held.add(write.userHash()));
    waiting.clear();
    busy = held;
    epoch++;
    holders.forEach(write -> write.heldInEpoch = epoch);
  }

  /**
   * FNV-1a of all parts of an identifier. Two users with the same hash only wait for each other.
   */
  static long hash(UserIdentifier user) {
    long hash = (FNV_OFFSET ^ user.kind().name().hashCode()) * FNV_PRIME;
    return mix(mix(hash, user.aliasLabel().orElse("")), user.value());
  }

  private static long mix(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
