package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadRefusal;
import io.github.brazeaudience.payload.PayloadResult;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
  private final Map<UserIdentifier, Group> groups = new LinkedHashMap<>();

  /** The updates of one user, and their write once it is merged. */
  private static final class Group {
    private List<PendingUpdate> updates;
    private @Nullable UserWrite write;

    Group(PendingUpdate first) {
      updates = List.of(first);
    }

    /** Creates a growing list only for a second update, because most groups have one. */
    void add(PendingUpdate update) {
      write = null;
      if (updates.size() == 1) {
        updates = new ArrayList<>(updates);
      }
      updates.add(update);
    }
  }

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
    PendingUpdate pending = new PendingUpdate(index, update, attributes);
    Group group = groups.get(attributes.identifier());
    if (group == null) {
      // Created with its update, so an OutOfMemoryError leaves no empty group.
      group = new Group(pending);
      groups.put(attributes.identifier(), group);
    } else {
      group.add(pending);
    }
  }

  /** {@return the number of users in the buffer} */
  public int users() {
    return groups.size();
  }

  /**
   * Merges the updates of each user. Users with nothing to send are removed from the buffer. With a
   * membership store, the content is resolved later, when the previous write of the user has ended.
   */
  public void merge() {
    Iterator<Group> all = groups.values().iterator();
    while (all.hasNext()) {
      UserWrite write = merged(all.next());
      if (write.isEmpty()) {
        write.unsent().forEach(unsent);
        all.remove();
      }
    }
  }

  /** Merges, and removes and returns all writes, in the order of the first update of each user. */
  public List<UserWrite> drain() {
    merge();
    List<UserWrite> writes = new ArrayList<>(groups.size());
    for (Group group : groups.values()) {
      writes.add(merged(group));
    }
    groups.clear();
    return writes;
  }

  private UserWrite merged(Group group) {
    UserWrite write = group.write != null ? group.write : merged(group.updates);
    group.write = write;
    return write;
  }

  private UserWrite merged(List<PendingUpdate> updates) {
    List<PendingUpdate> ordered = inOrder(updates);
    UserIdentifier user = ordered.get(0).attributes().identifier();
    // The profile of a device may have an external id.
    return hasStore && (isStored(user) || user.kind() == IdentifierKind.DEVICE)
        ? UserWrite.unresolved(ordered)
        : UserWrite.resolved(ordered, merger.merge(ordered));
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
