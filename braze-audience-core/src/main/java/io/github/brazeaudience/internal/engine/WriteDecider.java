package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadEncoder;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a write comes to, given what is known of its user. Not safe for use by several
 * threads.
 */
final class WriteDecider {
  private static final String NEEDS_FULL_MEMBERSHIP =
      "the membership store does not know all audiences of this user, which the string attribute needs; forward a"
          + " snapshot first";

  private final PayloadBuilder payload;
  private final PayloadEncoder encoder;
  private final MembershipRules rules;

  private static final String NEEDS_READ_BACK =
      "the membership store does not know all audiences of this user, which the string attribute needs; they would be"
          + " read back from Braze, but a plan sends nothing";

  /**
   * What was decided.
   *
   * @param decision null if the store is not concerned
   * @param needsReadBack whether it should be decided again, after the profile was read back
   */
  record Decided(
      WriteContent content, @Nullable MembershipDecision decision, boolean needsReadBack) {}

  WriteDecider(PayloadBuilder payload, MembershipRules rules) {
    this.payload = payload;
    this.encoder = payload.encoder();
    this.rules = rules;
  }

  Decided decide(UserWrite write, @Nullable MembershipRecord record, Instant now) {
    List<PendingUpdate> updates = write.pending();
    String damage = record == null ? null : record.damage().orElse(null);
    if (damage != null) {
      return new Decided(WriteContent.unreadable(updates, damage), null, false);
    }
    MembershipDecision decision =
        rules.decide(record, updates.stream().map(PendingUpdate::attributes).toList(), now);
    boolean needsReadBack = decision.needsReadBack() && !write.isReadBack();
    List<UserOutcome> refused = new ArrayList<>(0);
    List<PendingUpdate> merged = new ArrayList<>(updates.size());
    for (int i = 0; i < updates.size(); i++) {
      if (decision.needsFullMembership(i)) {
        refused.add(
            WriteContent.rejected(
                updates.get(i),
                Reason.NEEDS_FULL_MEMBERSHIP,
                needsReadBack ? NEEDS_READ_BACK : unknown(write)));
      } else {
        merged.add(updates.get(i));
      }
    }
    UserAttributes attributes = merged.isEmpty() ? null : decision.attributes();
    WriteContent content = WriteContent.of(payload, encoder, refused, merged, attributes);
    boolean concerned =
        content.attributes() != null || (attributes != null && attributes.isEmpty());
    return new Decided(content, concerned ? decision : null, needsReadBack);
  }

  private static String unknown(UserWrite write) {
    String defect = write.readBackDefect();
    return defect == null ? NEEDS_FULL_MEMBERSHIP : defect;
  }
}
