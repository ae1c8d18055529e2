package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.HashSet;
import java.util.Set;

/** Refusals of one call without an acceptance in between. */
final class RefusalEvidence {
  /**
   * Number of fully refused batches that make the request itself invalid. If requests have fewer
   * objects than usual, more batches with as many users in total.
   */
  private static final int FULL_REFUSALS_UNTIL_INVALID = 2;

  private int fullRefusals;
  private final Set<UserIdentifier> refusedAlone = new HashSet<>(0);

  /** Forgets all refusals, because Braze accepted a user. */
  void clear() {
    fullRefusals = 0;
    refusedAlone.clear();
  }

  boolean addFullRefusal(int maxObjects) {
    fullRefusals++;
    return fullRefusals * maxObjects >= FULL_REFUSALS_UNTIL_INVALID * PayloadLimits.MAX_OBJECTS;
  }

  /** Counts a full refusal once as many users were refused alone as fit into a request. */
  boolean addRefusedAlone(UserIdentifier user, int maxObjects) {
    refusedAlone.add(user);
    if (refusedAlone.size() < maxObjects) {
      return false;
    }
    refusedAlone.clear();
    return addFullRefusal(maxObjects);
  }
}
