package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.payload.PayloadRefusal;
import io.github.brazeaudience.payload.PayloadResult;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Buffer of updates that merges those of one user into one write. Reports the outcomes of updates
 * that will not be sent. Not thread-safe.
 */
public final class UpdateMerger {
  private final PayloadBuilder payload;
  private final boolean hasStore;
  private final WriteContent.Merger merger;
  private final Consumer<UserOutcome> unsent;
  private List<UserWrite> writes = newWrites();

  /** Most users have one update, so they need no entry in a map but only have new hashes. */
  private final LongSet hashes = new LongSet();

  /** The writes by their users, from the first hash that was not new, else null. */
  private @Nullable Map<UserIdentifier, UserWrite> byUser;

  /**
   * Creates an empty buffer.
   *
   * @param hasStore true if a membership store takes part in resolving writes
   * @param unsent receives the outcomes of updates that are not sent
   */
  public UpdateMerger(PayloadBuilder payload, boolean hasStore, Consumer<UserOutcome> unsent) {
    this.payload = payload;
    this.hasStore = hasStore;
    this.merger = new WriteContent.Merger(payload);
    this.unsent = unsent;
  }

  public void add(long index, AudienceUpdate update) {
    PayloadResult result = payload.build(update);
    PayloadRefusal refusal =
        result instanceof PayloadRefusal invalid ? invalid : merger.check((UserAttributes) result);
    if (refusal != null) {
      unsent.accept(Rejected.of(index, update, 0, refusal.reason(), refusal.message()));
      return;
    }
    UserAttributes attributes = (UserAttributes) result;
    add(new PendingUpdate(index, update, attributes), attributes.identifier());
  }

  private void add(PendingUpdate update, UserIdentifier user) {
    long hash = PerUserSequencer.hash(user);
    UserWrite earlier = hashes.add(hash) ? null : byUser().get(user);
    if (earlier != null) {
      earlier.add(update);
      return;
    }
    UserWrite write = new UserWrite(update, hash);
    writes.add(write);
    if (byUser != null) {
      byUser.put(user, write);
    }
  }

  private Map<UserIdentifier, UserWrite> byUser() {
    Map<UserIdentifier, UserWrite> map = byUser;
    if (map == null) {
      map = new HashMap<>();
      for (UserWrite write : writes) {
        map.put(write.user(), write);
      }
      byUser = map;
    }
    return map;
  }

  /** {@return the number of users in the buffer} */
  public int users() {
    return writes.size();
  }

  /**
   * Merges the updates of each user. Users with nothing to send are removed from the buffer. With a
   * membership store, the content is resolved later, when the previous write of the user has ended.
   */
  public void merge() {
    int kept = 0;
    int next = 0;
    try {
      for (; next < writes.size(); next++) {
        UserWrite write = writes.get(next);
        merge(write);
        if (write.isEmpty()) {
          write.unsent().forEach(unsent);
        } else {
          writes.set(kept++, write);
        }
      }
    } finally {
      writes.subList(kept, next).clear(); // Also after an exception, so no outcome is repeated.
      byUser = null;
    }
  }

  /** Merges, and removes and returns all writes, in the order of the first update of each user. */
  public List<UserWrite> drain() {
    merge();
    List<UserWrite> drained = writes;
    drained.forEach(write -> write.replaceUpdates(inOrder(write.updates())));
    hashes.clear();
    writes = newWrites();
    return drained;
  }

  private static List<UserWrite> newWrites() {
    return new ArrayList<>(PayloadLimits.MAX_OBJECTS);
  }

  private void merge(UserWrite write) {
    // The profile of a device may have an external id.
    boolean needsStore = hasStore && (isStored(write.user()) || !write.isIdentified());
    if (!needsStore && !write.isResolved()) {
      merger.resolve(write, inOrder(write.updates()));
    }
  }

  /** Braze does not report whether a profile with a Braze id, an alias or an email exists. */
  static boolean isStored(UserIdentifier user) {
    return user.kind() == IdentifierKind.EXTERNAL_ID;
  }

  /** Orders by timestamp if every update has one, else by arrival. */
  private static List<PendingUpdate> inOrder(List<PendingUpdate> updates) {
    if (updates.size() == 1 || updates.stream().anyMatch(pending -> pending.timestamp() == null)) {
      return updates;
    }
    return updates.stream()
        .sorted(Comparator.comparing(pending -> Objects.requireNonNull(pending.timestamp())))
        .toList();
  }
}
