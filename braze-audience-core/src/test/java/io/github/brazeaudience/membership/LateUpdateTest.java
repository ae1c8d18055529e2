package io.github.brazeaudience.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares profiles with {@link LateUpdateModel} for every order in which updates can arrive. */
class LateUpdateTest {
  private static final List<Audience> AUDIENCES =
      List.of(Audience.of(1, "A"), Audience.of(2, "B"), Audience.of(3, "C"));
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final boolean FULL = Boolean.getBoolean("tests.full");
  private static final int HISTORIES = Integer.getInteger("histories", FULL ? 40 : 8);

  /** One history in so many of those of three updates is tested; each pair of updates is. */
  private static final int STEP = FULL ? 1 : 7;

  /** All histories of three updates about two audiences, with three timestamps and without one. */
  @ParameterizedTest
  @EnumSource
  void profile_everyHistoryOfThreeUpdates_matchesTheModel(SendSegmentsAs mode) {
    List<AudienceUpdate> updates = new ArrayList<>();
    UserProfile user = UserProfile.ofCustomerId("u");
    List<Audience> none = List.of();
    List<Audience> a = AUDIENCES.subList(0, 1);
    List<Audience> b = AUDIENCES.subList(1, 2);
    for (int time = 0; time <= 3; time++) {
      for (List<Audience> in : List.of(none, a, AUDIENCES.subList(0, 2))) {
        updates.add(at(time, MembershipSnapshot.of(user, in)));
      }
      updates.add(at(time, MembershipChange.of(user, a, none)));
      updates.add(at(time, MembershipChange.of(user, none, a)));
      updates.add(at(time, MembershipChange.of(user, a, b)));
      updates.add(at(time, MembershipChange.of(user, b, none)));
    }
    for (int first = 0; first < updates.size(); first++) {
      for (int second = 0; second < updates.size(); second++) {
        for (int third = (first + second) % STEP; third < updates.size(); third += STEP) {
          Run run = new Run(mode, UnknownUsers.REJECT, new Random(0), false);
          run.forward(List.of(updates.get(first), updates.get(second), updates.get(third)));
          run.assertProfile();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void profile_everyOrderOfARandomHistory_matchesTheModel(SendSegmentsAs mode) {
    permuteRandomHistories(mode, false);
  }

  @ParameterizedTest
  @EnumSource
  void profile_everyOrderWithFailedWrites_matchesTheModel(SendSegmentsAs mode) {
    permuteRandomHistories(mode, true);
  }

  private static void permuteRandomHistories(SendSegmentsAs mode, boolean failures) {
    for (int round = 0; round < HISTORIES; round++) {
      long seed = 7_919L * round + mode.name().hashCode();
      Random random = new Random(seed);
      UnknownUsers unknown =
          random.nextBoolean() ? UnknownUsers.IN_NO_AUDIENCE : UnknownUsers.REJECT;
      boolean distinct = random.nextInt(3) == 0;
      List<AudienceUpdate> history = history(random, distinct);
      Set<String> profiles = new HashSet<>();
      for (List<AudienceUpdate> order : permutations(history)) {
        Run run = new Run(mode, unknown, random, failures);
        run.description = "seed " + seed + ", " + run.description;
        run.forward(order);
        run.assertProfile();
        profiles.add(run.user.profile().toString());
      }
      if (distinct) {
        assertThat(profiles).as("seed %d", seed).hasSize(1);
      }
    }
  }

  @Test
  void updates_calls_mergeByTheSameRule() {
    for (int round = 0; round < 50 * HISTORIES; round++) {
      long seed = 104_729L * round;
      Random random = new Random(seed);
      SendSegmentsAs[] modes = SendSegmentsAs.values();
      Run run =
          new Run(modes[random.nextInt(modes.length)], UnknownUsers.IN_NO_AUDIENCE, random, false);
      run.description = "seed " + seed + ", " + run.description;
      List<AudienceUpdate> history = history(random, false);
      int split = random.nextInt(history.size() + 1);
      run.call(history.subList(0, split));
      run.call(history.subList(split, history.size()));
      run.assertProfile();
    }
  }

  /** One user, and the model of the updates that were accepted. */
  private static final class Run {
    private final SendSegmentsAs mode;
    private final Random random;
    private final boolean failures;
    private final UserHistory user;
    private final LateUpdateModel model = new LateUpdateModel(AUDIENCES);
    private final List<Supplier<String>> log = new ArrayList<>();
    private String description;

    Run(SendSegmentsAs mode, UnknownUsers unknown, Random random, boolean failures) {
      this.mode = mode;
      this.random = random;
      this.failures = failures;
      this.user =
          new UserHistory(BrazeAudienceConfig.builder().sendSegmentsAs(mode).apiKey("app"))
              .with(MembershipPolicy.defaults().withUnknownUsers(unknown));
      this.description = mode + ", " + unknown;
    }

    /** Forwards updates, and then those again that failed or needed a snapshot, while any ends. */
    void forward(List<AudienceUpdate> order) {
      List<AudienceUpdate> again = new ArrayList<>();
      for (AudienceUpdate update : order) {
        if (failures && random.nextInt(3) == 0) {
          fail(update);
          again.add(update);
        } else if (!accept(update)) {
          again.add(update);
        }
      }
      int before;
      do {
        before = again.size();
        again = again.stream().filter(update -> !accept(update)).toList();
      } while (again.size() < before);
    }

    private void fail(AudienceUpdate update) {
      log.add(() -> "failed " + text(update));
      switch (random.nextInt(3)) {
        case 0 -> user.restored(update);
        case 1 -> user.unconfirmed(true, update);
        default -> user.unconfirmed(false, update);
      }
    }

    private boolean accept(AudienceUpdate update) {
      String object = user.accepted(update);
      log.add(() -> text(update) + " -> " + object);
      boolean accepted = !object.equals(UserHistory.NEEDS_FULL);
      if (accepted) {
        boolean counts = model.accept(update);
        assertThat(object.equals(UserHistory.SUPERSEDED)).as(this::toString).isEqualTo(!counts);
      }
      return accepted;
    }

    /** Forwards several updates as one write. */
    void call(List<AudienceUpdate> updates) {
      if (!updates.isEmpty()) {
        user.accepted(updates.toArray(AudienceUpdate[]::new));
        updates.forEach(model::accept);
        log.add(() -> updates.stream().map(LateUpdateTest::text).toList().toString());
      }
    }

    void assertProfile() {
      SimulatedProfile profile = user.profile();
      Set<Long> members = model.members();
      if (mode.single()) {
        assertThat(profile.string()).as(this::toString).isEqualTo(members);
      }
      if (mode.array()) {
        assertThat(profile.array()).as(this::toString).isEqualTo(members);
      }
      if (mode.perSegment()) {
        assertThat(profile.trueFlags())
            .as(this::toString)
            .isEqualTo(
                AUDIENCES.stream()
                    .filter(each -> members.contains(each.id()))
                    .map(each -> "In " + each.externalName().orElseThrow())
                    .collect(Collectors.toSet()));
      }
      for (Object kind : List.of("email", PushPlatform.IOS)) {
        assertThat(profile.contact(kind)).as(this::toString).isEqualTo(model.contact(kind));
      }
    }

    @Override
    public String toString() {
      String lines = log.stream().map(Supplier::get).collect(Collectors.joining("\n"));
      return description + "\n" + lines + "\n" + model + "\n" + user.profile();
    }
  }

  /** Returns a history with a snapshot. */
  private static List<AudienceUpdate> history(Random random, boolean distinct) {
    List<AudienceUpdate> history = new ArrayList<>();
    int size = 2 + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      UserProfile.Builder user = UserProfile.builder().customerId("u");
      if (random.nextInt(3) == 0) {
        user.email("mail" + random.nextInt(3) + "@example.com");
      }
      if (random.nextInt(3) == 0) {
        user.pushToken(PushToken.of(PushPlatform.IOS, "token" + random.nextInt(3)));
      }
      List<Audience> in = new ArrayList<>();
      List<Audience> out = new ArrayList<>();
      for (Audience audience : AUDIENCES) {
        switch (random.nextInt(4)) {
          case 0 -> in.add(audience);
          case 1 -> out.add(audience);
          default -> {}
        }
      }
      boolean snapshot = i == 0 || random.nextInt(3) == 0;
      int time = distinct ? i + 1 : random.nextInt(4);
      history.add(
          snapshot
              ? at(time, MembershipSnapshot.of(user.build(), in))
              : at(time, MembershipChange.of(user.build(), in, out)));
    }
    Collections.shuffle(history, random);
    return history;
  }

  /** Returns an update with one of a few timestamps, or without one if the time is 0. */
  private static AudienceUpdate at(int time, AudienceUpdate update) {
    if (time == 0) {
      return update;
    }
    Instant timestamp = START.plusMillis(time);
    return update instanceof MembershipSnapshot snapshot
        ? snapshot.at(timestamp)
        : ((MembershipChange) update).at(timestamp);
  }

  private static List<List<AudienceUpdate>> permutations(List<AudienceUpdate> updates) {
    if (updates.isEmpty()) {
      return List.of(List.of());
    }
    List<List<AudienceUpdate>> all = new ArrayList<>();
    for (int i = 0; i < updates.size(); i++) {
      List<AudienceUpdate> rest = new ArrayList<>(updates);
      AudienceUpdate first = rest.remove(i);
      for (List<AudienceUpdate> order : permutations(rest)) {
        List<AudienceUpdate> permutation = new ArrayList<>(List.of(first));
        permutation.addAll(order);
        all.add(permutation);
      }
    }
    return all;
  }

  private static String text(AudienceUpdate update) {
    Instant at = LateUpdateModel.timestamp(update);
    String time = at == null ? "-" : String.valueOf(at.toEpochMilli() - START.toEpochMilli());
    String what =
        update instanceof MembershipSnapshot snapshot
            ? "in " + ids(snapshot.memberOf())
            : "entered %s left %s"
                .formatted(
                    ids(((MembershipChange) update).entered()),
                    ids(((MembershipChange) update).left()));
    return time + " " + what;
  }

  private static List<Long> ids(List<Audience> audiences) {
    return audiences.stream().map(Audience::id).toList();
  }
}
