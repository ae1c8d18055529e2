package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.Call;
import io.github.brazeaudience.internal.engine.Times;
import io.github.brazeaudience.internal.engine.UserWrite;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes that wait for the membership store, each with the time at which its wait ends. */
final class StoreTimeouts {
  private final Set<UserWrite> writes = new LinkedHashSet<>();

  /** Lower bound of the first end of a wait; null if no write waits. */
  private @Nullable Long nextNanos;

  void add(UserWrite write, long untilNanos) {
    writes.add(write);
    limit(write, untilNanos);
  }

  private void limit(UserWrite write, long untilNanos) {
    write.record().waitUntil(untilNanos);
    nextNanos = Times.earlier(nextNanos, untilNanos);
  }

  /** Shortens the waits of a call. */
  void limit(Call call, long untilNanos) {
    call.forEachOpen(
        write -> {
          if (writes.contains(write) && write.record().waitEndNanos() - untilNanos > 0) {
            limit(write, untilNanos);
          }
        });
  }

  boolean contains(UserWrite write) {
    return writes.contains(write);
  }

  /** Ends the wait of a write. Returns false if it did not wait. */
  boolean remove(UserWrite write) {
    return writes.remove(write);
  }

  /** Removes and returns the writes whose waits are over. */
  List<UserWrite> removeExpired(long nowNanos) {
    if (nextNanos == null || nextNanos - nowNanos > 0) {
      return List.of();
    }
    nextNanos = null;
    List<UserWrite> expired = new ArrayList<>();
    for (UserWrite write : writes) {
      if (write.record().waitEndNanos() - nowNanos <= 0) {
        expired.add(write);
      } else {
        nextNanos = Times.earlier(nextNanos, write.record().waitEndNanos());
      }
    }
    expired.forEach(writes::remove);
    return expired;
  }

  @Nullable Long nextNanos() {
    return writes.isEmpty() ? null : nextNanos;
  }

  void clear() {
    writes.clear();
    nextNanos = null;
  }
}
