package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.Times;
import io.github.brazeaudience.internal.engine.UserWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes of users that another forwarder has leased. Each one is tried again after a wait that
 * doubles. Confined to the serial executor.
 */
final class LeaseWaits {
  static final Duration MIN_WAIT = Duration.ofMillis(50);
  static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private final Map<UserWrite, Long> dueNanos = new LinkedHashMap<>();
  private final Map<UserWrite, Long> waitNanos = new HashMap<>();

  /** Adds a write whose user was refused. */
  void add(UserWrite write, long nowNanos) {
    Long before = waitNanos.get(write);
    long wait = before == null ? MIN_WAIT.toNanos() : Math.min(2 * before, MAX_WAIT.toNanos());
    waitNanos.put(write, wait);
    dueNanos.put(write, nowNanos + wait);
  }

  /** Removes and returns the writes to try again. They still count as refused. */
  List<UserWrite> removeDue(long nowNanos) {
    if (dueNanos.isEmpty()) {
      return List.of();
    }
    List<UserWrite> due = new ArrayList<>();
    dueNanos.forEach(
        (write, at) -> {
          if (at - nowNanos <= 0) {
            due.add(write);
          }
        });
    due.forEach(dueNanos::remove);
    return due;
  }

  /** Returns true if the write waits and is not being tried. */
  boolean isWaiting(UserWrite write) {
    return dueNanos.containsKey(write);
  }

  /** Forgets a write. Returns true if its user was refused. */
  boolean remove(UserWrite write) {
    dueNanos.remove(write);
    return waitNanos.remove(write) != null;
  }

  @Nullable Long nextNanos() {
    Long next = null;
    for (Long due : dueNanos.values()) {
      next = Times.earlier(next, due);
    }
    return next;
  }

  void clear() {
    dueNanos.clear();
    waitNanos.clear();
  }
}
