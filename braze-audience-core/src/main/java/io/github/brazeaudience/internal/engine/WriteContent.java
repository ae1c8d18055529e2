package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadEncoder;
import io.github.brazeaudience.payload.PayloadRefusal;
import io.github.brazeaudience.payload.PayloadResult;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Content of a write: the object to send and the outcomes of the updates that are not sent.
 *
 * @param toSend the updates that are merged into the object
 * @param attributes the object, or null if nothing is sent
 * @param decision the decision of the membership rules, or null if no record changes
 * @param needsReadBack true if the profile has to be read back before the content is final
 */
public record WriteContent(
    List<UserOutcome> unsent,
    List<PendingUpdate> toSend,
    @Nullable UserAttributes attributes,
    @Nullable MembershipDecision decision,
    boolean needsReadBack) {
  private static final String FULL_SET_UNKNOWN =
      "a change alone does not state the full membership, which the string attribute needs; forward"
          + " a snapshot, send segments as an array or one attribute per segment, or give the"
          + " forwarder a membership store";

  private static final String FULL_SET_NOT_STORED =
      "the membership store does not know all audiences of this user, which the string attribute"
          + " needs; forward a snapshot first";

  private static final String FULL_SET_NOT_READ_BACK =
      "the membership store does not know all audiences of this user, which the string attribute"
          + " needs; they would be read back from Braze, but a plan sends nothing";

  private static final String SUPERSEDED =
      "the membership store has accepted updates of this user with later timestamps, and this update"
          + " states nothing newer; nothing to do";

  private static final String RECORD_DAMAGED =
      "the membership store failed to read its record of this user (%s); forget the user"
          + " (AudienceForwarder.forget, --forget on the command line), then forward a snapshot";

  private static final String NOT_LOOKED_UP =
      "the profile of the user's devices would be looked up in Braze, but a plan sends nothing";

  private static WriteContent nothing(List<UserOutcome> unsent) {
    return new WriteContent(unsent, List.of(), null, null, false);
  }

  private WriteContent with(@Nullable MembershipDecision newDecision, boolean readBackFirst) {
    return new WriteContent(unsent, toSend, attributes, newDecision, readBackFirst);
  }

  /** Merges the updates of one user into one object. Not thread-safe. */
  public static final class Merger {
    private final PayloadBuilder payload;
    private final PayloadEncoder encoder;

    /** Creates a merger with its own encoder. */
    public Merger(PayloadBuilder payload) {
      this.payload = payload;
      this.encoder = payload.encoder();
    }

    /** {@return the content of a write whose profile would be looked up, in a plan} */
    public WriteContent notLookedUp(UserWrite write) {
      List<UserOutcome> unsent = new ArrayList<>(write.unsent());
      write.toSend().forEach(it -> unsent.add(rejected(it, Reason.NO_IDENTIFIER, NOT_LOOKED_UP)));
      return nothing(unsent);
    }

    /** {@return why an update cannot be sent on its own, or null if it can} */
    @Nullable PayloadRefusal check(UserAttributes attributes) {
      return payload.checkSize(attributes, encoder);
    }

    /**
     * Resolves a write whose content does not depend on a membership store.
     *
     * @param ordered its updates in the order in which they are merged
     */
    void resolve(UserWrite write, List<PendingUpdate> ordered) {
      UserAttributes first = ordered.get(0).attributes();
      boolean isSent = !first.needsFullMembership() && !first.isEmpty();
      if (ordered.size() == 1 && isSent && refusal(first) == null) {
        write.resolveUnchanged();
      } else {
        write.resolve(merge(ordered));
      }
    }

    private WriteContent merge(List<PendingUpdate> updates) {
      List<Boolean> refused = new ArrayList<>(updates.size());
      UserAttributes merged = null;
      for (PendingUpdate pending : updates) {
        UserAttributes next = pending.attributes();
        next = merged == null ? next : merged.then(next);
        refused.add(next.needsFullMembership());
        merged = next.needsFullMembership() ? merged : next;
      }
      return merge(updates, refused::get, i -> false, FULL_SET_UNKNOWN, merged);
    }

    /**
     * Returns the content of a write given the record of its user.
     *
     * @param record null if the store has none
     */
    public WriteContent merge(
        UserWrite write, @Nullable MembershipRecord record, MembershipRules rules, Instant now) {
      List<PendingUpdate> updates = write.updates();
      String damage = record == null ? null : record.damage().orElse(null);
      if (damage != null) {
        return damaged(updates, damage);
      }
      MembershipDecision decision =
          rules.decide(record, updates.stream().map(PendingUpdate::attributes).toList(), now);
      boolean needsReadBack = decision.needsReadBack() && !write.record().isReadBack();
      String defect = write.record().readBackDefect();
      String why =
          needsReadBack ? FULL_SET_NOT_READ_BACK : defect == null ? FULL_SET_NOT_STORED : defect;
      boolean noneApplied = true;
      for (int i = 0; i < updates.size(); i++) {
        noneApplied &= decision.needsFullMembership(i) || decision.isSuperseded(i);
      }
      UserAttributes merged = noneApplied ? null : decision.attributes();
      WriteContent content =
          merge(updates, decision::needsFullMembership, decision::isSuperseded, why, merged);
      boolean concernsStore =
          content.attributes != null
              || (merged == null ? decision.learned().isPresent() : merged.isEmpty());
      return content.with(concernsStore ? decision : null, needsReadBack);
    }

    private WriteContent merge(
        List<PendingUpdate> updates,
        IntPredicate needsFullSet,
        IntPredicate superseded,
        String whyRefused,
        @Nullable UserAttributes merged) {
      List<UserOutcome> unsent = new ArrayList<>(0);
      List<PendingUpdate> toSend = new ArrayList<>(updates.size());
      for (int i = 0; i < updates.size(); i++) {
        if (needsFullSet.test(i)) {
          unsent.add(rejected(updates.get(i), Reason.NEEDS_FULL_MEMBERSHIP, whyRefused));
        } else if (superseded.test(i)) {
          PendingUpdate older = updates.get(i);
          unsent.add(Unchanged.superseded(older.index(), older.update(), SUPERSEDED));
        } else {
          toSend.add(updates.get(i));
        }
      }
      if (merged == null) {
        return nothing(unsent);
      }
      if (merged.isEmpty()) {
        toSend.forEach(it -> unsent.add(Unchanged.of(it.index(), it.update(), 0)));
        return nothing(unsent);
      }
      PayloadRefusal refusal = refusal(merged);
      if (refusal != null) {
        toSend.forEach(it -> unsent.add(rejected(it, refusal.reason(), refusal.message())));
        return nothing(unsent);
      }
      return new WriteContent(unsent, toSend, merged, null, false);
    }

    private @Nullable PayloadRefusal refusal(UserAttributes merged) {
      PayloadResult checked = payload.check(merged);
      return checked instanceof PayloadRefusal refusal ? refusal : check(merged);
    }

    private static WriteContent damaged(List<PendingUpdate> updates, String damage) {
      String message = RECORD_DAMAGED.formatted(damage);
      List<UserOutcome> unsent = new ArrayList<>(updates.size());
      for (PendingUpdate it : updates) {
        unsent.add(NotSent.of(it.index(), it.update(), 0, Reason.STORE_UNAVAILABLE, message, null));
      }
      return nothing(unsent);
    }

    private static Rejected rejected(PendingUpdate pending, Reason reason, String message) {
      return Rejected.of(pending.index(), pending.update(), 0, reason, message);
    }
  }
}
