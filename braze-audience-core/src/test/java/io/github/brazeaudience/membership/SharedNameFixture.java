package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two audiences with one External Name, and the profile of a user after each order of their
 * updates.
 */
abstract class SharedNameFixture {
  static final Audience OLD = Audience.of(1, "N");
  static final Audience NEW = Audience.of(2, "N");
  static final UserProfile USER = UserProfile.ofCustomerId("u");

  /**
   * Returns the attributes that are true after a history in the order of time, computed without the
   * code under test: an attribute is true if the newest statement about an audience is that the
   * user entered it under this name, and the user entered no other audience under this name later.
   */
  static Set<String> trueFlags(List<AudienceUpdate> history) {
    Map<String, Long> owners = new HashMap<>();
    for (AudienceUpdate update : history) {
      List<Audience> in;
      if (update instanceof MembershipSnapshot snapshot) {
        in = snapshot.memberOf();
        owners.clear();
      } else {
        MembershipChange change = (MembershipChange) update;
        in = change.entered();
        change.left().forEach(audience -> owners.values().remove(audience.id()));
      }
      in.forEach(audience -> owners.values().remove(audience.id()));
      in.forEach(
          audience -> owners.put("In " + audience.externalName().orElseThrow(), audience.id()));
    }
    return owners.keySet();
  }

  static MembershipChange entered(int time, Audience audience) {
    return MembershipChange.of(USER, List.of(audience), List.of())
        .at(Instant.EPOCH.plusSeconds(time));
  }

  static MembershipChange left(int time, Audience audience) {
    return MembershipChange.of(USER, List.of(), List.of(audience))
        .at(Instant.EPOCH.plusSeconds(time));
  }

  /** Returns the results of the writes and then the attributes that are true. */
  static List<String> results(AudienceUpdate... order) {
    UserHistory user = new UserHistory(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    List<String> results = new ArrayList<>();
    for (AudienceUpdate update : order) {
      results.add(user.accepted(update));
    }
    results.add(new TreeSet<>(user.profile().trueFlags()).toString());
    return results;
  }

  static List<AudienceUpdate> history(Random random) {
    List<AudienceUpdate> history = new ArrayList<>();
    int size = 2 + random.nextInt(3);
    for (int time = 0; time < size; time++) {
      List<Audience> in = new ArrayList<>();
      List<Audience> out = new ArrayList<>();
      for (Audience audience : List.of(OLD, NEW)) {
        // A snapshot cannot contain two audiences with one name.
        if (in.isEmpty() && random.nextInt(3) == 0) {
          in.add(audience);
        } else if (random.nextBoolean()) {
          out.add(audience);
        }
      }
      out.removeIf(audience -> !in.isEmpty());
      Instant at = Instant.EPOCH.plusSeconds(time);
      history.add(
          random.nextInt(3) == 0
              ? MembershipSnapshot.of(USER, in).at(at)
              : MembershipChange.of(USER, in, out.subList(0, Math.min(1, out.size()))).at(at));
    }
    return history;
  }
}
