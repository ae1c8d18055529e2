package io.github.brazeaudience;

import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.payload.PayloadLimits;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bound of the updates that a stream has pulled and that have no outcome yet. Updates that wait for
 * an export have separate room, so slow lookups and read-backs do not keep other updates out, until
 * {@value #MAX_EXPORTING} of them wait. Thread-safe.
 */
final class StreamRoom {
  /**
   * Maximum number of updates that wait for an export. Devices are looked up at 40 per second, so
   * these take more than 8 minutes.
   */
  static final int MAX_EXPORTING = 20_000;

  /** Number of updates per request, which bounds memory if few users have many updates. */
  static final int UPDATES_PER_REQUEST = 16 * PayloadLimits.MAX_OBJECTS;

  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger updates = new AtomicInteger();
  private final AtomicInteger exportingWrites = new AtomicInteger();
  private final AtomicInteger exportingUpdates = new AtomicInteger();

  void enter(Collection<UserWrite> entering) {
    writes.addAndGet(entering.size());
    updates.addAndGet(updates(entering));
  }

  void leave(Collection<UserWrite> leaving) {
    finished(leaving.size(), updates(leaving));
  }

  private static int updates(Collection<UserWrite> counted) {
    return counted.stream().mapToInt(write -> write.updates().size()).sum();
  }

  void exportStarted(UserWrite write) {
    exportingWrites.incrementAndGet();
    exportingUpdates.addAndGet(write.updates().size());
  }

  void exportEnded(UserWrite write) {
    exportingWrites.decrementAndGet();
    exportingUpdates.addAndGet(-write.updates().size());
  }

  /** Removes writes with this number of updates, because they have their outcomes. */
  void finished(int finishedWrites, int outcomes) {
    writes.addAndGet(-finishedWrites);
    updates.addAndGet(-outcomes);
  }

  boolean isEmpty() {
    return writes.get() == 0;
  }

  boolean isFull(int maxInFlight) {
    return writes.get() - exportingWrites.get() >= maxUsers(maxInFlight)
        || updates.get() - exportingUpdates.get() >= maxInFlight * UPDATES_PER_REQUEST
        || exportingUpdates.get() >= MAX_EXPORTING;
  }

  /** {@return the maximum number of users that wait for no export} */
  static int maxUsers(int maxInFlight) {
    return 2 * maxInFlight * PayloadLimits.MAX_OBJECTS;
  }
}
