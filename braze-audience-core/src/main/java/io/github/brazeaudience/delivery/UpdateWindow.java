package io.github.brazeaudience.delivery;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
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
  private final PayloadEncoder encoder;
  private final Consumer<UserOutcome> unsent;
  private final Map<UserIdentifier, Group> groups = new LinkedHashMap<>();
  private final List<Group> unsettled = new ArrayList<>();

  /** The updates of one user, and what they come to. */
  private static final class Group {
    private final List<PendingUpdate> updates = new ArrayList<>(1);
    private List<UserOutcome> refused = List.of();
    private @Nullable UserWrite write;
    private boolean settled;
  }

  /**
   * An empty window.
   *
   * @param payload the rules
   * @param unsent takes the outcomes of updates that are not sent
   */
  public UpdateWindow(PayloadBuilder payload, Consumer<UserOutcome> unsent) {
    this.payload = payload;
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
    Group group = groups.computeIfAbsent(attributes.identifier(), user -> new Group());
    if (group.updates.isEmpty() || group.settled) {
      group.settled = false;
      unsettled.add(group);
    }
    group.updates.add(new PendingUpdate(index, update, attributes));
  }

  /** How many users wait. */
  public int users() {
    return groups.size();
  }

  /**
   * Decides what the updates of each user come to; users of whom nothing is to be sent leave the
   * window.
   */
  public void settle() {
    for (Group group : unsettled) {
      settle(group);
      if (group.write == null) {
        group.refused.forEach(unsent);
        groups.remove(group.updates.get(0).attributes().identifier());
      }
    }
    unsettled.clear();
  }

  /**
   * Takes all writes out, in the order in which their users first arrived. Call {@link #settle}
   * before.
   */
  public List<UserWrite> take() {
    List<UserWrite> writes = new ArrayList<>(groups.size());
    Iterator<Group> all = groups.values().iterator();
    while (all.hasNext()) {
      Group group = all.next();
      group.refused.forEach(unsent);
      writes.add(Objects.requireNonNull(group.write, "a settled group has a write"));
      all.remove();
    }
    return writes;
  }

  private void settle(Group group) {
    group.settled = true;
    group.write = null;
    List<UserOutcome> refused = new ArrayList<>(0);
    List<PendingUpdate> merged = new ArrayList<>(group.updates.size());
    UserAttributes attributes = null;
    for (PendingUpdate pending : inOrder(group.updates)) {
      UserAttributes next = pending.attributes();
      next = attributes == null ? next : attributes.then(next);
      if (next.needsFullMembership()) {
        refused.add(rejected(pending, Reason.NEEDS_FULL_MEMBERSHIP, NEEDS_FULL_MEMBERSHIP));
      } else {
        attributes = next;
        merged.add(pending);
      }
    }
    if (attributes != null) {
      group.write = write(merged, attributes, refused);
    }
    group.refused = refused;
  }

  private static final String NEEDS_FULL_MEMBERSHIP =
      "a change alone does not tell the full membership, which the string attribute needs; forward a snapshot, or send"
          + " segments as an array or one attribute per segment";

  private @Nullable UserWrite write(
      List<PendingUpdate> merged, UserAttributes attributes, List<UserOutcome> unsentOutcomes) {
    if (attributes.isEmpty()) {
      merged.forEach(
          pending -> unsentOutcomes.add(Unchanged.of(pending.index(), pending.update(), 0)));
      return null;
    }
    PayloadResult checked = merged.size() == 1 ? attributes : payload.check(attributes);
    PayloadRefusal refusal = checked instanceof PayloadRefusal broken ? broken : null;
    byte[] object = refusal == null ? encoder.encode(attributes) : new byte[0];
    refusal = refusal != null ? refusal : PayloadEncoder.checkSize(object);
    if (refusal == null) {
      return new UserWrite(merged, attributes, object);
    }
    for (PendingUpdate pending : merged) {
      unsentOutcomes.add(rejected(pending, refusal.reason(), refusal.message()));
    }
    return null;
  }

  /** By timestamp if each of them has one, else by arrival. */
  private static List<PendingUpdate> inOrder(List<PendingUpdate> updates) {
    if (updates.size() == 1 || updates.stream().anyMatch(pending -> pending.timestamp() == null)) {
      return updates;
    }
    return updates.stream()
        .sorted(Comparator.comparing(pending -> Objects.requireNonNull(pending.timestamp())))
        .toList();
  }

  private static Rejected rejected(PendingUpdate pending, Reason reason, String message) {
    return Rejected.of(pending.index(), pending.update(), 0, reason, message);
  }
}
