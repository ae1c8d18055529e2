package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadEncoder;
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
 * The updates that wait at the same time: those of one user become one write. Updates that will not
 * be sent get their outcomes here. Not safe for use by several threads.
 */
public final class UpdateWindow {
  private final PayloadBuilder payload;
  private final boolean ledger;
  private final PayloadEncoder encoder;
  private final Consumer<UserOutcome> unsent;
  private final Map<UserIdentifier, Group> groups = new LinkedHashMap<>();

  /** The updates of one user, and what they come to. */
  private static final class Group {
    private List<PendingUpdate> updates;
    private @Nullable UserWrite write;

    Group(PendingUpdate first) {
      updates = List.of(first);
    }

    /** Mostly there is one, which needs no list that grows. */
    void add(PendingUpdate update) {
      write = null;
      if (updates.size() == 1) {
        updates = new ArrayList<>(updates);
      }
      updates.add(update);
    }

    UserWrite settledWrite() {
      return Objects.requireNonNull(write, "a settled group has a write");
    }
  }

  /**
   * An empty window.
   *
   * @param payload the rules
   * @param ledger whether there is a membership store, which has a say in what is written
   * @param unsent takes the outcomes of updates that are not sent
   */
  public UpdateWindow(PayloadBuilder payload, boolean ledger, Consumer<UserOutcome> unsent) {
    this.payload = payload;
    this.ledger = ledger;
    this.encoder = payload.encoder();
    this.unsent = unsent;
  }

  /** Adds an update at its place in the order of arrival. */
  public void add(long index, AudienceUpdate update) {
    PayloadResult result = payload.build(update);
    if (result instanceof PayloadRefusal refusal) {
      unsent.accept(Rejected.of(index, update, 0, refusal.reason(), refusal.message()));
      return;
    }
    UserAttributes attributes = (UserAttributes) result;
    PayloadRefusal tooLarge = payload.checkSize(attributes, encoder);
    if (tooLarge != null) {
      unsent.accept(Rejected.of(index, update, 0, tooLarge.reason(), tooLarge.message()));
      return;
    }
    PendingUpdate pending = new PendingUpdate(index, update, attributes);
    Group group = groups.get(attributes.identifier());
    if (group == null) {
      // With its update, so that no group is ever empty, even if there is no heap for the rest.
      group = new Group(pending);
      groups.put(attributes.identifier(), group);
    } else {
      group.add(pending);
    }
  }

  /** How many users wait. */
  public int users() {
    return groups.size();
  }

  /**
   * Decides what the updates of each user come to; users of whom nothing is to be sent leave the
   * window. With a membership store that is decided later, when the turn of the write comes.
   */
  public void settle() {
    Iterator<Group> all = groups.values().iterator();
    while (all.hasNext()) {
      Group group = all.next();
      if (group.write == null) {
        group.write = write(group);
      }
      if (group.settledWrite().isOver()) {
        group.settledWrite().unsent().forEach(unsent);
        all.remove();
      }
    }
  }

  /**
   * Takes all writes out, in the order in which their users first arrived. Call {@link #settle}
   * before.
   */
  public List<UserWrite> take() {
    List<UserWrite> writes = new ArrayList<>(groups.size());
    groups.values().forEach(group -> writes.add(group.settledWrite()));
    groups.clear();
    return writes;
  }

  private UserWrite write(Group group) {
    List<PendingUpdate> updates = inOrder(group.updates);
    return ledger && isKept(updates.get(0))
        ? UserWrite.undecided(updates)
        : UserWrite.of(updates, merge(updates));
  }

  /** Of users who are found by alias or email Braze does not tell whether they exist. */
  private static boolean isKept(PendingUpdate update) {
    return update.attributes().identifier().kind() == IdentifierKind.EXTERNAL_ID;
  }

  private WriteContent merge(List<PendingUpdate> updates) {
    UserAttributes first = updates.get(0).attributes();
    if (updates.size() == 1 && !first.needsFullMembership()) {
      return WriteContent.of(payload, encoder, List.of(), updates, first);
    }
    List<UserOutcome> refused = new ArrayList<>(0);
    List<PendingUpdate> merged = new ArrayList<>(updates.size());
    UserAttributes attributes = null;
    for (PendingUpdate pending : updates) {
      UserAttributes next = pending.attributes();
      next = attributes == null ? next : attributes.then(next);
      if (next.needsFullMembership()) {
        refused.add(
            WriteContent.rejected(pending, Reason.NEEDS_FULL_MEMBERSHIP, NEEDS_FULL_MEMBERSHIP));
      } else {
        attributes = next;
        merged.add(pending);
      }
    }
    return WriteContent.of(payload, encoder, refused, merged, attributes);
  }

  private static final String NEEDS_FULL_MEMBERSHIP =
      "a change alone does not tell the full membership, which the string attribute needs; forward a snapshot, send"
          + " segments as an array or one attribute per segment, or give the forwarder a membership store";

  /** By timestamp if each of them has one, else by arrival. */
  private static List<PendingUpdate> inOrder(List<PendingUpdate> updates) {
    if (updates.size() == 1 || updates.stream().anyMatch(pending -> pending.timestamp() == null)) {
      return updates;
    }
    return updates.stream()
        .sorted(Comparator.comparing(pending -> Objects.requireNonNull(pending.timestamp())))
        .toList();
  }
}
