package io.github.brazeaudience.membership;

import static io.github.brazeaudience.membership.UserHistory.NOTHING;
import static io.github.brazeaudience.membership.UserHistory.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that every order of arrival gives the same profile if two audiences have one External Name.
 * The name belongs to the audience that the user entered last, by timestamp.
 */
class SharedNameOrderTest {
  private static final Audience OLD = Audience.of(1, "N");
  private static final Audience NEW = Audience.of(2, "N");
  private static final UserProfile USER = UserProfile.ofCustomerId("u");
  private static final int HISTORIES = Boolean.getBoolean("tests.full") ? 3_000 : 100;

  @ParameterizedTest
  @EnumSource
  void profile_randomHistory_isTheSameForEveryOrderOfArrival(SendSegmentsAs mode) {
    for (long seed = 0; seed < HISTORIES; seed++) {
      List<AudienceUpdate> history = history(new Random(7_919 * seed));
      Map<String, List<AudienceUpdate>> profiles = new HashMap<>();
      for (List<AudienceUpdate> order : orders(history)) {
        UserHistory user = new UserHistory(mode);
        user.with(MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE));
        order.forEach(user::accepted);
        profiles.put(user.profile().toString(), order);
      }
      assertThat(profiles).as("seed %d", seed).hasSize(1);
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

  /** Returns the results of the writes and then the attributes that are true. */
  private static List<String> results(MembershipChange... order) {
    UserHistory user = new UserHistory(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    List<String> results = new ArrayList<>();
    for (MembershipChange update : order) {
      results.add(user.accepted(update));
    }
    results.add(user.profile().trueFlags().toString());
    return results;
  }

  @Test
  void profile_ownerWasLeft_keepsTheNameAgainstAnOlderClaim() {
    MembershipChange older = entered(1, NEW);
    MembershipChange claim = entered(2, OLD);
    MembershipChange left = left(3, OLD);

    assertThat(results(older, claim, left))
        .containsExactly("{`In N`:true}", NOTHING, "{`In N`:false}", "[]");
    assertThat(results(claim, left, older))
        .containsExactly("{`In N`:true}", "{`In N`:false}", NOTHING, "[]");
  }

  @Test
  void profile_claimOfAnAudienceThatWasLeftSince_takesTheNameOver() {
    MembershipChange older = entered(1, NEW);
    MembershipChange claim = entered(2, OLD);
    MembershipChange left = left(3, OLD);

    assertThat(results(left, older, claim))
        .containsExactly("{`In N`:false}", "{`In N`:true}", "{`In N`:false}", "[]");
    assertThat(results(left, claim, older))
        .containsExactly("{`In N`:false}", SUPERSEDED, NOTHING, "[]");
  }

  @Test
  void profile_claimBeforeTheOwners_isSuperseded() {
    assertThat(results(entered(2, NEW), left(3, OLD), entered(1, OLD)))
        .containsExactly("{`In N`:true}", NOTHING, SUPERSEDED, "[In N]");
  }

  @Test
  void profile_onlyLeftAudience_doesNotOwnTheName() {
    assertThat(results(left(3, OLD), entered(1, NEW)))
        .containsExactly("{`In N`:false}", "{`In N`:true}", "[In N]");
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
