package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Record changes of finished writes that the membership store failed to apply. They are applied
 * before the record of their user is read or changed again. There is at most one change per user,
 * because the next write of the user starts only after it. Thread-safe.
 */
final class UnsettledChanges {
  private static final System.Logger LOGGER = System.getLogger(UnsettledChanges.class.getName());

  private final Map<String, LeasedChange> changes = new LinkedHashMap<>();

  synchronized void add(String user, LeasedChange change) {
    changes.merge(user, change, UnsettledChanges::inOrder);
  }

  synchronized boolean isEmpty() {
    return changes.isEmpty();
  }

  synchronized boolean containsAny(Collection<String> users) {
    return !changes.isEmpty() && users.stream().anyMatch(changes::containsKey);
  }

  /** Applies all changes on the store's thread. Returns why some remain, or null. */
  @Nullable Throwable apply(Consumer<Map<String, LeasedChange>> update) {
    Map<String, LeasedChange> snapshot = snapshot();
    if (snapshot.isEmpty()) {
      return null;
    }
    try {
      update.accept(snapshot);
      remove(snapshot);
      return null;
    } catch (IllegalArgumentException damaged) {
      // One damaged record fails the update of all.
      return applyEach(update, snapshot);
    } catch (Throwable e) {
      // The changes stay, and the caller decides whether it tries again.
      return e;
    }
  }

  private @Nullable Throwable applyEach(
      Consumer<Map<String, LeasedChange>> update, Map<String, LeasedChange> snapshot) {
    for (Map.Entry<String, LeasedChange> each : snapshot.entrySet()) {
      Map<String, LeasedChange> one = Map.of(each.getKey(), each.getValue());
      try {
        update.accept(one);
      } catch (IllegalArgumentException damaged) {
        // Reading the record reports the damage, and nothing is sent until the user is forgotten.
        SafeLog.warn(LOGGER, "a damaged membership record could not be updated", damaged);
      } catch (Throwable e) {
        // As in apply.
        return e;
      }
      remove(one);
    }
    return null;
  }

  private synchronized Map<String, LeasedChange> snapshot() {
    return new LinkedHashMap<>(changes);
  }

  /** Removes changes unless another one was added meanwhile. */
  private synchronized void remove(Map<String, LeasedChange> applied) {
    applied.forEach(changes::remove);
  }

  /** Combines two changes of one record. The lease ends as the second one states. */
  static LeasedChange inOrder(LeasedChange first, LeasedChange second) {
    RecordChange both =
        present -> {
          @Nullable MembershipRecord between = first.change().apply(present);
          return second.change().apply(between);
        };
    return new LeasedChange(both, second.lease());
  }
}
