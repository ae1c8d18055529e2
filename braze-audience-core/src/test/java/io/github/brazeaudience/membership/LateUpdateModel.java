package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.IdentityType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Expected profile of one user after updates that arrived in any order, computed without the code
 * under test.
 *
 * <p>Each update makes statements: a snapshot about every audience, a change about its audiences,
 * and both about the email and the push tokens that they have. A statement counts unless one about
 * the same thing with a later timestamp arrived before it. A statement without a timestamp always
 * counts.
 */
final class LateUpdateModel {
  private final List<Audience> audiences;
  private final Map<Object, Instant> newest = new HashMap<>();
  private final Map<Object, Object> values = new HashMap<>();

  LateUpdateModel(List<Audience> audiences) {
    this.audiences = audiences;
  }

  /**
   * Adds an update.
   *
   * @return false if none of its statements counts
   */
  boolean accept(AudienceUpdate update) {
    int stated = 0;
    int counted = 0;
    for (Map.Entry<Object, Object> statement : statements(update).entrySet()) {
      stated++;
      counted += accept(statement.getKey(), statement.getValue(), timestamp(update)) ? 1 : 0;
    }
    return stated == 0 || counted > 0;
  }

  private boolean accept(Object about, Object value, @Nullable Instant at) {
    Instant latest = newest.get(about);
    if (at != null && latest != null && at.isBefore(latest)) {
      return false;
    }
    if (at != null) {
      newest.put(about, at);
    }
    values.put(about, value);
    return true;
  }

  private Map<Object, Object> statements(AudienceUpdate update) {
    Map<Object, Object> statements = new HashMap<>();
    UserProfile user;
    if (update instanceof MembershipSnapshot snapshot) {
      user = snapshot.user();
      audiences.forEach(each -> statements.put(each.id(), snapshot.memberOf().contains(each)));
      // About audiences that no update names.
      statements.put("others", false);
    } else {
      MembershipChange change = (MembershipChange) update;
      user = change.user();
      change.entered().forEach(each -> statements.put(each.id(), true));
      change.left().forEach(each -> statements.put(each.id(), false));
    }
    user.identity(IdentityType.EMAIL).ifPresent(email -> statements.put("email", email));
    user.pushTokens().forEach(token -> statements.put(token.platform(), token.token()));
    return statements;
  }

  static @Nullable Instant timestamp(AudienceUpdate update) {
    return update instanceof MembershipSnapshot snapshot
        ? snapshot.timestamp().orElse(null)
        : ((MembershipChange) update).timestamp().orElse(null);
  }

  /** The ids of the audiences that the user is in. */
  Set<Long> members() {
    Set<Long> ids = new TreeSet<>();
    for (Audience each : audiences) {
      if (Boolean.TRUE.equals(values.get(each.id()))) {
        ids.add(each.id());
      }
    }
    return ids;
  }

  /** The value of the email or of the push token of a platform. */
  @Nullable Object contact(Object kind) {
    return values.get(kind);
  }

  @Override
  public String toString() {
    return "model" + values;
  }
}
