package io.github.brazeaudience.membership;

import io.github.brazeaudience.internal.payload.AttributesContent;
import io.github.brazeaudience.payload.SegmentFlag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Times of the newest accepted statements about one user, and the rule for late updates. A snapshot
 * is a statement about every audience, a change about the audiences that it has, and each email and
 * push token is a statement too. A statement is left out if a newer one about the same thing was
 * accepted. Statements without a timestamp are never left out, and do not change the times.
 * Immutable.
 */
record StatementTimes(AudienceTimes audiences, ContactTimes contact) {
  /** Returns true if the update makes statements, and all of them are older than these. */
  boolean supersede(AttributesContent update) {
    Instant timestamp = update.timestamp();
    if (timestamp == null || !makesStatements(update)) {
      return false;
    }
    return audiences.isEachNewer(update, timestamp) && contact.isEachNewer(update, timestamp);
  }

  private static boolean makesStatements(AttributesContent update) {
    return update.fullSet() != null
        || !update.entered().isEmpty()
        || !update.left().isEmpty()
        || update.email() != null
        || !update.pushTokens().isEmpty();
  }

  /**
   * Returns the update without the statements that are older than these.
   *
   * @param members the audiences of the user before the update
   */
  AttributesContent remaining(AttributesContent update, Set<Long> members) {
    Instant timestamp = update.timestamp();
    if (timestamp == null) {
      return update;
    }
    Set<Long> fullSet = update.fullSet();
    boolean snapshotRemains = fullSet != null && !audiences.isEachNewer(update, timestamp);
    return update.withStatements(
        update.email() == null || contact.isEmailNewer(timestamp) ? null : update.email(),
        update.pushTokens().stream()
            .filter(token -> !contact.isTokenNewer(token.platform(), timestamp))
            .toList(),
        fullSet != null && snapshotRemains
            ? audiences.membersAfter(fullSet, members, timestamp)
            : null,
        audiences.withoutNewer(update.entered(), timestamp),
        audiences.withoutNewer(update.left(), timestamp),
        remainingFlags(update, timestamp));
  }

  private Map<String, SegmentFlag> remainingFlags(AttributesContent update, Instant time) {
    Map<String, SegmentFlag> flags = new LinkedHashMap<>(update.flags());
    flags.values().removeIf(flag -> audiences.isNewer(flag.audienceId(), time));
    return flags;
  }

  /** The times after an update is accepted, given what {@link #remaining} left of it. */
  StatementTimes after(AttributesContent remaining) {
    Instant timestamp = remaining.timestamp();
    if (timestamp == null) {
      return this;
    }
    return new StatementTimes(
        audiences.after(remaining, timestamp), contact.after(remaining, timestamp));
  }
}
