package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import org.jspecify.annotations.Nullable;

/** Decides how the record of a user changes after the outcome of a write. */
final class Settlement {
  private Settlement() {}

  /**
   * Returns the change: the accepted membership, the restored record of a marked write that did not
   * arrive, or null. A write that may have arrived keeps its mark, so its record stays pending.
   */
  static @Nullable RecordChange of(UserWrite write) {
    MembershipDecision decision = write.decision();
    if (decision == null) {
      return null;
    }
    if (write.isEmpty()) {
      return decision.learned().orElse(null);
    }
    if (write.isAccepted()) {
      return decision.accepted(!write.isWithoutPushTokens());
    }
    return write.record().isMarked() && !write.mayHaveArrived() ? decision.restored() : null;
  }
}
