package io.github.brazeaudience.membership;

import static io.github.brazeaudience.membership.UserHistory.NOTHING;
import static io.github.brazeaudience.membership.UserHistory.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UserHistory.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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

  /** The old audience under another name. */
  private static final Audience RENAMED = Audience.of(1, "M");

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

  /** Audiences that change their External Names while another audience has the same name. */
  @ParameterizedTest
  @EnumSource
  void profile_audiencesChangeTheirNames_isTheSameForEveryOrderOfArrival(SendSegmentsAs mode) {
    for (long seed = 0; seed < HISTORIES; seed++) {
      List<AudienceUpdate> history = renamingHistory(new Random(104_729 * seed), 2);
      Set<String> expected = mode.perSegment() ? trueFlags(history) : Set.of();
      for (List<AudienceUpdate> order : orders(history)) {
        UserHistory user = new UserHistory(mode);
        user.with(MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE));
        order.forEach(user::accepted);
        assertThat(user.profile().trueFlags()).as("seed %d, %s", seed, order).isEqualTo(expected);
      }
    }
  }

  /** Several updates share a write, and writes fail until all updates have a final outcome. */
  @ParameterizedTest
  @EnumSource(names = ".*PER_SEGMENT.*", mode = EnumSource.Mode.MATCH_ALL)
  void profile_writesOfSeveralUpdatesFail_isThatOfTheOrderOfTime(SendSegmentsAs mode) {
    List<Result> results = List.of(Result.values());
    for (long seed = 0; seed < 20L * HISTORIES; seed++) {
      Random random = new Random(15_485_863 * seed);
      List<AudienceUpdate> history = renamingHistory(random, 4);
      UserHistory user = new UserHistory(mode);
      user.with(MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE));
      List<AudienceUpdate> left = new ArrayList<>(history);
      while (!left.isEmpty()) {
        Collections.shuffle(left, random);
        int end = 1 + random.nextInt(Math.min(left.size(), 3));
        List<AudienceUpdate> together = new ArrayList<>(left.subList(0, end));
        together.sort(Comparator.comparingInt(history::indexOf));
        Result result = results.get(random.nextInt(results.size()));
        left.removeAll(together);
        left.addAll(user.attempt(result, together));
      }
      assertThat(user.profile().trueFlags())
          .as("seed %d, %s", seed, history)
          .isEqualTo(trueFlags(history));
    }
  }

  /**
   * Returns the attributes that are true after a history in the order of time, computed without the
   * code under test: an attribute is true if the newest statement about an audience is that the
   * user entered it under this name, and the user entered no other audience under this name later.
   */
  private static Set<String> trueFlags(List<AudienceUpdate> history) {
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

  private static List<AudienceUpdate> renamingHistory(Random random, int minSize) {
    List<AudienceUpdate> history = new ArrayList<>();
    int size = minSize + random.nextInt(3);
    for (int time = 0; time < size; time++) {
      List<String> names = new ArrayList<>(List.of("M", "N", "O"));
      Collections.shuffle(names, random);
      List<Audience> in = new ArrayList<>();
      List<Audience> out = new ArrayList<>();
      for (long id = 1; id <= 3; id++) {
        switch (random.nextInt(4)) {
          case 0, 1 -> in.add(Audience.of(id, names.get((int) id - 1)));
          case 2 -> out.add(Audience.of(id, names.get((int) id - 1)));
          default -> {}
        }
      }
      Instant at = Instant.EPOCH.plusSeconds(time);
      history.add(
          random.nextInt(4) == 0
              ? MembershipSnapshot.of(USER, in).at(at)
              : MembershipChange.of(USER, in, out).at(at));
    }
    return history;
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
  private static List<String> results(AudienceUpdate... order) {
    UserHistory user = new UserHistory(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    List<String> results = new ArrayList<>();
    for (AudienceUpdate update : order) {
      results.add(user.accepted(update));
    }
    results.add(new TreeSet<>(user.profile().trueFlags()).toString());
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

  /** The other update gives the name up, but Braze may not have it. */
  @Test
  void profile_claimBesideALostWrite_isForwardedAgain() {
    MembershipChange gaveUp = entered(2, Audience.of(2, "M"));
    MembershipChange claim = entered(3, OLD);
    UserHistory user = new UserHistory(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(entered(1, NEW));
    user.accepted(left(4, OLD));

    assertThat(user.attempt(Result.LOST, List.of(gaveUp, claim))).containsExactly(gaveUp, claim);
    assertThat(user.attempt(Result.ACCEPTED, List.of(claim))).isEmpty();

    assertThat(user.profile().trueFlags()).isEmpty();
  }

  /** The lost write arrived and set the name, which another audience claimed later. */
  @Test
  void profile_pendingClaimBeforeANewerOne_isRemoved() {
    MembershipChange pending = entered(2, NEW);
    UserHistory user = new UserHistory(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(left(4, RENAMED));
    user.unconfirmed(true, pending);
    user.accepted(entered(3, OLD));

    assertThat(user.accepted(pending)).contains("`In N`:null");
    assertThat(user.profile().trueFlags()).isEmpty();
  }

  @Test
  void profile_onlyLeftAudience_doesNotOwnTheName() {
    assertThat(results(left(3, OLD), entered(1, NEW)))
        .containsExactly("{`In N`:false}", "{`In N`:true}", "[In N]");
  }

  @Test
  void profile_ownerHasAnotherNameSince_keepsTheNameAgainstAnOlderClaim() {
    MembershipChange older = entered(1, NEW);
    MembershipChange claim = entered(2, OLD);
    MembershipChange renamed = entered(3, RENAMED);
    String moved = "{`In M`:true,`In N`:null}";

    assertThat(results(older, claim, renamed))
        .containsExactly("{`In N`:true}", NOTHING, moved, "[In M]");
    assertThat(results(claim, renamed, older))
        .containsExactly("{`In N`:true}", moved, NOTHING, "[In M]");
    assertThat(results(older, renamed, claim))
        .containsExactly("{`In N`:true}", "{`In M`:true}", "{`In N`:null}", "[In M]");
  }

  @Test
  void profile_ownerHasAnotherNameSince_losesTheNameToALaterClaim() {
    assertThat(results(entered(1, OLD), entered(3, RENAMED), entered(2, NEW)))
        .containsExactly(
            "{`In N`:true}", "{`In M`:true,`In N`:null}", "{`In N`:true}", "[In M, In N]");
  }

  /** The name is removed, as in the order of time, because the audience has another name. */
  @Test
  void profile_lateClaimOfAnAudienceWithAnotherName_removesTheName() {
    MembershipChange other = entered(1, NEW);
    MembershipChange claim = entered(2, OLD);
    MembershipChange renamed = entered(3, RENAMED);

    assertThat(results(other, renamed, entered(4, Audience.of(3, "M")), claim))
        .as("that another audience has since")
        .endsWith("{`In N`:null}", "[In M]");
    assertThat(results(other, renamed, left(4, RENAMED), claim))
        .as("that was left since")
        .endsWith("{`In N`:null}", "[]");
  }

  /** The snapshot states that the user was in none of the audiences that it does not have. */
  @Test
  void profile_claimBeforeASnapshot_isSuperseded() {
    MembershipSnapshot snapshot = MembershipSnapshot.of(USER, NEW).at(Instant.EPOCH.plusSeconds(2));

    assertThat(results(snapshot, entered(1, OLD)))
        .containsExactly("{`In N`:true}", SUPERSEDED, "[In N]");
  }

  /** The mode without names did not claim the name when the user left the audience. */
  @Test
  void profile_ownerWasLeftInAModeWithoutNames_losesTheNameToAClaimBeforeThat() {
    UserHistory user = new UserHistory(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(entered(1, OLD));
    user.with(SendSegmentsAs.ARRAY_ATTRIBUTE).accepted(left(5, OLD));

    user.with(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT).accepted(entered(3, NEW));

    assertThat(user.accepted(left(6, NEW))).isEqualTo("{`In N`:false}");
  }

  /** The name of a retired audience is free, because nothing else has it. */
  @Test
  void profile_ownerWasRetired_losesTheNameToAnOlderClaim() {
    assertThat(results(entered(2, OLD), AudienceRetirement.of("u", 1), entered(1, NEW)))
        .containsExactly("{`In N`:true}", "{`In N`:null}", "{`In N`:true}", "[In N]");
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
