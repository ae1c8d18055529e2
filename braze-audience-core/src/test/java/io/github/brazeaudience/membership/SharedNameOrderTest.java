package io.github.brazeaudience.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UserHistory.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that every order of arrival gives the same profile if two audiences have one External Name.
 */
class SharedNameOrderTest extends SharedNameFixture {
  private static final int HISTORIES = Boolean.getBoolean("tests.full") ? 3_000 : 30;

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

  /** Of two updates with one timestamp, the later one counts. */
  @ParameterizedTest
  @EnumSource(names = ".*PER_SEGMENT.*", mode = EnumSource.Mode.MATCH_ALL)
  void profile_equalTimestamps_isThatOfTheOrderOfTimeThenOfArrival(SendSegmentsAs mode) {
    for (long seed = 0; seed < 20L * HISTORIES; seed++) {
      Random random = new Random(6_700_417 * seed);
      List<AudienceUpdate> updates = renamingHistory(random, 4);
      UserHistory user = new UserHistory(mode);
      user.with(MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE));
      Map<AudienceUpdate, Integer> times = new LinkedHashMap<>();
      for (AudienceUpdate update : updates) {
        int time = random.nextInt(3);
        AudienceUpdate timed = at(update, Instant.EPOCH.plusSeconds(time));
        times.put(timed, time);
        user.accepted(timed);
      }
      List<AudienceUpdate> ordered = new ArrayList<>(times.keySet());
      ordered.sort(Comparator.comparingInt(times::get));
      assertThat(user.profile().trueFlags())
          .as("seed %d, %s", seed, times)
          .isEqualTo(trueFlags(ordered));
    }
  }

  private static AudienceUpdate at(AudienceUpdate update, Instant time) {
    return update instanceof MembershipSnapshot snapshot
        ? snapshot.at(time)
        : ((MembershipChange) update).at(time);
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
