package io.github.brazeaudience.membership;

import io.github.brazeaudience.internal.payload.AttributesContent;
import io.github.brazeaudience.payload.SegmentFlag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Times of the newest accepted statements about one user, and the rule for late updates. A snapshot
 * is a statement about every audience, a change about the audiences that it has, and each email and
 * push token is a statement too. A statement is left out if a newer one about the same thing was
 * accepted. Statements without a timestamp are never left out, and do not change the times.
 * Immutable.
 *
 * <p>A time is in nanoseconds since the epoch. Timestamps outside of the range of a {@code long},
 * before 1677 and after 2262, count as its ends.
 */
record StatementTimes(AudienceTimes audiences, ContactTimes contact) {
  static long of(Instant timestamp) {
    try {
      return ChronoUnit.NANOS.between(Instant.EPOCH, timestamp);
    } catch (ArithmeticException e) {
      return timestamp.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Returns true if the update makes statements, and all of them are older than these. */
  boolean supersede(AttributesContent update) {
    Instant timestamp = update.timestamp();
    if (timestamp == null || !makesStatements(update)) {
      return false;
    }
    long time = of(timestamp);
    return audiences.isEachNewer(update, time) && contact.isEachNewer(update, time);
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
    long time = of(timestamp);
    Set<Long> fullSet = update.fullSet();
    boolean snapshotRemains = fullSet != null && !audiences.isEachNewer(update, time);
    return update.withStatements(
        update.email() == null || contact.isEmailNewer(time) ? null : update.email(),
        update.pushTokens().stream()
            .filter(token -> !contact.isTokenNewer(token.platform(), time))
            .toList(),
        fullSet != null && snapshotRemains ? audiences.membersAfter(fullSet, members, time) : null,
        audiences.withoutNewer(update.entered(), time),
        audiences.withoutNewer(update.left(), time),
        remainingFlags(update, time));
  }

  private Map<String, SegmentFlag> remainingFlags(AttributesContent update, long time) {
    Map<String, SegmentFlag> flags = new LinkedHashMap<>(update.flags());
    flags.values().removeIf(flag -> audiences.isNewer(flag.audienceId(), time));
    return flags;
  }

  /** The times once an update is accepted, of which {@link #remaining} is left. */
  StatementTimes after(AttributesContent remaining) {
    Instant timestamp = remaining.timestamp();
    if (timestamp == null) {
      return this;
    }
    long time = of(timestamp);
    return new StatementTimes(audiences.after(remaining, time), contact.after(remaining, time));
  }
}
