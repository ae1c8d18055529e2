package io.github.brazeaudience.testing;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a user's memberships come to, said as simply as possible: each update that was accepted is
 * applied to a list of ids.
 */
final class MembershipModel {
  private final List<Long> members = new ArrayList<>();
  private final Map<Long, String> names = new HashMap<>();
  private final Set<Long> known = new HashSet<>();
  private boolean full;

  /** Whether all audiences of the user are known. */
  boolean full() {
    return full;
  }

  List<Long> members() {
    return members;
  }

  /** Whether the source has said anything of the audience that was accepted. */
  boolean knows(long audienceId) {
    return full || known.contains(audienceId);
  }

  /** The External Name under which the audience was accepted last. */
  String name(long audienceId) {
    return names.getOrDefault(audienceId, "");
  }

  void accept(AudienceUpdate update) {
    if (update instanceof MembershipSnapshot snapshot) {
      List<Long> ids = snapshot.memberOf().stream().map(Audience::id).toList();
      full = true;
      members.removeIf(id -> !ids.contains(id));
      enter(snapshot.memberOf());
      leave(snapshot.left());
    } else if (update instanceof MembershipChange change) {
      leave(change.left());
      enter(change.entered());
    }
  }

  private void enter(List<Audience> audiences) {
    for (Audience audience : audiences) {
      named(audience);
      if (!members.contains(audience.id())) {
        members.add(audience.id());
      }
    }
  }

  private void leave(List<Audience> audiences) {
    for (Audience audience : audiences) {
      named(audience);
      members.remove((Object) audience.id());
    }
  }

  private void named(Audience audience) {
    known.add(audience.id());
    names.put(audience.id(), audience.externalName().orElse(""));
  }
}
