package io.github.brazeaudience.model;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random updates of many users, in random order, and the updates of each user in the order of their
 * timestamps.
 */
final class LateUpdates {
  private final int users;
  private final Random random;
  private final Map<String, Map<Integer, AudienceUpdate>> updates = new HashMap<>();

  LateUpdates(int users, Random random) {
    this.users = users;
    this.random = random;
  }

  /** {@return the updates of each user, in the order of their timestamps} */
  Map<String, Map<Integer, AudienceUpdate>> byUser() {
    return updates;
  }

  /** Snapshots of half of the users, whose records are then those of earlier releases. */
  List<AudienceUpdate> snapshotsWithoutTimestamps(List<Audience> audiences) {
    List<AudienceUpdate> snapshots = new ArrayList<>();
    for (int user = 0; user < users; user += 2) {
      snapshots.add(MembershipSnapshot.of(user(user, -1), some(audiences)));
      note(user, -1, snapshots.get(snapshots.size() - 1));
    }
    return snapshots;
  }

  /**
   * Updates of all users at some times in random order; the first one is a snapshot.
   *
   * @param audiences empty for audiences that choose one of three names in each update
   */
  List<AudienceUpdate> random(int from, int to, List<Audience> audiences) {
    List<AudienceUpdate> all = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      for (int time = from; time < to; time++) {
        Instant at = Instant.parse("2026-01-01T00:00:00Z").plusMillis(time);
        boolean snapshot = time == from || random.nextInt(4) == 0;
        List<Audience> named = audiences.isEmpty() ? withRandomNames() : audiences;
        List<Audience> in = some(named);
        List<Audience> out = some(named);
        out.removeAll(in);
        AudienceUpdate update =
            snapshot
                ? MembershipSnapshot.of(user(user, time), in).at(at)
                : MembershipChange.of(user(user, time), in, out).at(at);
        note(user, time, update);
        all.add(update);
      }
    }
    Collections.shuffle(all, random);
    return all;
  }

  private void note(int user, int time, AudienceUpdate update) {
    updates.computeIfAbsent("u" + user, u -> new TreeMap<>()).put(time, update);
  }

  private UserProfile user(int user, int time) {
    UserProfile.Builder profile = UserProfile.builder().customerId("u" + user);
    if (random.nextInt(3) == 0) {
      profile.email(time + "@example.com");
    }
    return profile.build();
  }

  private List<Audience> withRandomNames() {
    List<String> names = new ArrayList<>(List.of("A", "B", "C"));
    Collections.shuffle(names, random);
    return List.of(
        Audience.of(1, names.get(0)), Audience.of(2, names.get(1)), Audience.of(3, names.get(2)));
  }

  private List<Audience> some(Collection<Audience> audiences) {
    List<Audience> some = new ArrayList<>(audiences);
    some.removeIf(audience -> random.nextInt(3) > 0);
    return some;
  }

  /** Removes an audience from the updates so far, because it was retired. */
  void forget(Audience gone) {
    updates
        .values()
        .forEach(
            ofUser ->
                ofUser.replaceAll(
                    (time, update) ->
                        update instanceof MembershipSnapshot snapshot
                            ? MembershipSnapshot.of(
                                snapshot.user(), without(snapshot.memberOf(), gone))
                            : MembershipChange.of(
                                ((MembershipChange) update).user(),
                                without(((MembershipChange) update).entered(), gone),
                                ((MembershipChange) update).left())));
  }

  private static List<Audience> without(List<Audience> audiences, Audience gone) {
    return audiences.stream().filter(audience -> audience.id() != gone.id()).toList();
  }
}
