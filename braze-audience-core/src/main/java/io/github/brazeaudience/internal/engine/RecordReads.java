package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.membership.MembershipRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the records of many users, so that one damaged record fails only its own user. A store that
 * throws {@link IllegalArgumentException} for it is asked for each user alone.
 */
final class RecordReads {
  private RecordReads() {}

  static Map<String, MembershipRecord> read(
      MembershipSettings membership, Collection<String> users) {
    try {
      return membership.store().read(membership.namespace(), users);
    } catch (IllegalArgumentException e) {
      Map<String, MembershipRecord> found = new HashMap<>();
      users.forEach(user -> found.putAll(readAlone(membership, user)));
      return found;
    }
  }

  /** What the store threw is left out of the damage, because it may name the user. */
  private static Map<String, MembershipRecord> readAlone(
      MembershipSettings membership, String user) {
    try {
      return membership.store().read(membership.namespace(), List.of(user));
    } catch (IllegalArgumentException e) {
      return Map.of(
          user, MembershipRecord.damaged("the store threw " + e.getClass().getSimpleName()));
    }
  }
}
