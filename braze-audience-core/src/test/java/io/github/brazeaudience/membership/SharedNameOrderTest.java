package io.github.brazeaudience.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Tests in which orders of arrival two audiences with one External Name give the same profile. The
 * membership never depends on the order. The attribute can only if a change leaves one of the
 * audiences: a left audience keeps the name until another one enters, and what is older than the
 * newest statement about an audience claims no name.
 */
class SharedNameOrderTest {
  private static final Audience OLD = Audience.of(1, "N");
  private static final Audience NEW = Audience.of(2, "N");
  private static final UserProfile USER = UserProfile.ofCustomerId("u");
  private static final int HISTORIES = Boolean.getBoolean("tests.full") ? 3_000 : 200;

  @Test
  void profile_histories_dependOnTheOrderOnlyIfAChangeLeavesAnAudience() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      List<AudienceUpdate> history = history(new Random(7_919 * seed));
      Set<String> attributes = new HashSet<>();
      Set<String> members = new HashSet<>();
      for (List<AudienceUpdate> order : orders(history)) {
        UserHistory user = new UserHistory(SendSegmentsAs.SINGLE_AND_PER_SEGMENT);
        user.with(MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE));
        order.forEach(user::accepted);
        attributes.add(user.profile().trueFlags().toString());
        members.add(user.profile().string().toString());
      }
      assertThat(members).as("seed %d", seed).hasSize(1);
      if (attributes.size() > 1) {
        assertThat(history).as("seed %d", seed).anyMatch(SharedNameOrderTest::leaves);
      }
    }
  }

  private static MembershipChange entered(int time, Audience audience) {
    return MembershipChange.of(USER, List.of(audience), List.of())
        .at(Instant.EPOCH.plusSeconds(time));
  }

  private static MembershipChange left(int time, Audience audience) {
    return MembershipChange.of(USER, List.of(), List.of(audience))
        .at(Instant.EPOCH.plusSeconds(time));
  }

  private static Set<String> trueFlagsAfter(MembershipChange... order) {
    UserHistory user = new UserHistory(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    List.of(order).forEach(user::accepted);
    return user.profile().trueFlags();
  }

  /** The limitations that the decisions name. */
  @Test
  void profile_ownerWasLeftByAChange_dependsOnTheOrder() {
    MembershipChange older = entered(1, NEW);
    MembershipChange claim = entered(2, OLD);
    MembershipChange left = left(3, OLD);

    assertThat(trueFlagsAfter(older, claim, left)).isEmpty();
    assertThat(trueFlagsAfter(claim, left, older)).as("older claim").containsExactly("In N");
    assertThat(trueFlagsAfter(left, older, claim)).as("superseded").containsExactly("In N");
  }

  private static boolean leaves(AudienceUpdate update) {
    return update instanceof MembershipChange change && !change.left().isEmpty();
  }

  private static List<AudienceUpdate> history(Random random) {
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

  private static List<List<AudienceUpdate>> orders(List<AudienceUpdate> updates) {
    if (updates.isEmpty()) {
      return List.of(List.of());
    }
    List<List<AudienceUpdate>> all = new ArrayList<>();
    for (AudienceUpdate first : updates) {
      List<AudienceUpdate> rest = new ArrayList<>(updates);
      rest.remove(first);
      for (List<AudienceUpdate> order : orders(rest)) {
        List<AudienceUpdate> one = new ArrayList<>(List.of(first));
        one.addAll(order);
        all.add(one);
      }
    }
    return all;
  }
}
