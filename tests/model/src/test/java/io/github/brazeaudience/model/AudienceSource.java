package io.github.brazeaudience.model;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Source of updates whose audiences are renamed, swap names, and are deleted and recreated with
 * another id, while late updates refer to deleted audiences.
 */
final class AudienceSource {
  static final long AUDIENCES = 6;
  static final int NAMES = 6;
  private static final int LIVE = 4;

  private final Random random;
  private final List<Long> live = new ArrayList<>();
  private final List<Long> deleted = new ArrayList<>();
  private final Map<Long, String> names = new HashMap<>();

  AudienceSource(Random random) {
    this.random = random;
    for (long id = 1; id <= AUDIENCES; id++) {
      names.put(id, "N" + id);
      (id <= LIVE ? live : deleted).add(id);
    }
  }

  static String name(int number) {
    return "In N" + number;
  }

  AudienceUpdate update(String user) {
    change();
    List<Audience> in = new ArrayList<>();
    List<Audience> out = new ArrayList<>();
    for (long id : live) {
      switch (random.nextInt(4)) {
        case 0 -> in.add(audience(id));
        case 1 -> out.add(audience(id));
        default -> {}
      }
    }
    UserProfile profile = profile(user, random.nextInt(3) == 0);
    if (random.nextInt(6) == 0) {
      Audience late = audience(deleted.get(random.nextInt(deleted.size())));
      boolean entered = random.nextInt(4) == 0;
      return MembershipChange.of(
          profile, entered ? List.of(late) : List.of(), entered ? List.of() : List.of(late));
    }
    return random.nextInt(3) == 0
        ? MembershipSnapshot.of(profile, in)
        : MembershipChange.of(profile, in, out);
  }

  /** An update without audiences. */
  AudienceUpdate email(String user) {
    return MembershipChange.of(profile(user, true), List.of(), List.of());
  }

  private UserProfile profile(String user, boolean withEmail) {
    UserProfile.Builder profile = UserProfile.builder().customerId(user);
    if (withEmail) {
      profile.email(random.nextInt(3) + "@example.com");
    }
    return profile.build();
  }

  /** {@return an audience id, usually of a deleted audience} */
  long retired() {
    return random.nextInt(4) == 0
        ? 1 + random.nextLong(AUDIENCES)
        : deleted.get(random.nextInt(deleted.size()));
  }

  Audience renamed() {
    return audience(live.get(random.nextInt(live.size())));
  }

  private void change() {
    int one = random.nextInt(live.size());
    long id = live.get(one);
    switch (random.nextInt(20)) {
      case 0 -> {
        long created = deleted.remove(random.nextInt(deleted.size()));
        live.set(one, created);
        deleted.add(id);
        names.put(created, names.get(id));
      }
      case 1 -> {
        long other = live.get(random.nextInt(live.size()));
        String name = names.get(id);
        names.put(id, names.get(other));
        names.put(other, name);
      }
      case 2 -> {
        String name = "N" + (1 + random.nextInt(NAMES));
        if (live.stream().noneMatch(other -> names.get(other).equals(name))) {
          names.put(id, name);
        }
      }
      default -> {}
    }
  }

  /** A trailing space does not change the attribute of a name. */
  private Audience audience(long id) {
    return Audience.of(id, names.get(id) + (random.nextInt(8) == 0 ? " " : ""));
  }
}
