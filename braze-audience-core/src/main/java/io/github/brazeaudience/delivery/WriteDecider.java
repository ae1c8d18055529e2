package io.github.brazeaudience.delivery;

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

  /** What was decided; the decision is null if the store is not concerned. */
  record Decided(WriteContent content, @Nullable MembershipDecision decision) {}

  WriteDecider(PayloadBuilder payload, MembershipRules rules) {
    this.payload = payload;
    this.encoder = payload.encoder();
    this.rules = rules;
  }

  Decided decide(UserWrite write, @Nullable MembershipRecord record, Instant now) {
    List<PendingUpdate> updates = write.pending();
    MembershipDecision decision =
        rules.decide(record, updates.stream().map(PendingUpdate::attributes).toList(), now);
    List<UserOutcome> refused = new ArrayList<>(0);
    List<PendingUpdate> merged = new ArrayList<>(updates.size());
    for (int i = 0; i < updates.size(); i++) {
      if (decision.needsFullMembership(i)) {
        refused.add(
            WriteContent.rejected(
                updates.get(i), Reason.NEEDS_FULL_MEMBERSHIP, NEEDS_FULL_MEMBERSHIP));
      } else {
        merged.add(updates.get(i));
      }
    }
    UserAttributes attributes = merged.isEmpty() ? null : decision.attributes();
    WriteContent content = WriteContent.of(payload, encoder, refused, merged, attributes);
    boolean concerned =
        content.attributes() != null || (attributes != null && attributes.isEmpty());
    return new Decided(content, concerned ? decision : null);
  }
}
