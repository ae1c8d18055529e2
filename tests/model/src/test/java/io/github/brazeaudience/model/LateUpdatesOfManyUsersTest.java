package io.github.brazeaudience.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.model.WorkspaceTransport.RequestResult;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.internal.ExportEndpoint;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.ProfileData;
import io.github.brazeaudience.testing.internal.TrackEndpoint;
import io.github.brazeaudience.testing.internal.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Forwards the updates of many users in random order, in several calls and processes, each until it
 * is accepted, and compares all profiles with the newest statements. One request in five fails, and
 * processes crash between any two steps. {@code -Dseed} repeats a run.
 */
class LateUpdatesOfManyUsersTest {
  private static final boolean FULL = Boolean.getBoolean("tests.full");
  private static final int USERS = FULL ? 1_000 : 200;
  private static final int TIMES = 6;
  private static final Audience GONE = Audience.of(4, "D");
  private static final Audience RENAMED = Audience.of(3, "New");
  private static final List<Audience> AUDIENCES =
      List.of(Audience.of(1, "A"), Audience.of(2, "B"), Audience.of(3, "C"), GONE);
  private static final List<Audience> LATER =
      List.of(Audience.of(1, "A"), Audience.of(2, "B"), RENAMED);
  private static final Logger FORWARDER = Logger.getLogger("io.github.brazeaudience");

  @TempDir Path directory;

  /** Crashes log warnings, which are expected here. */
  @BeforeAll
  static void disableLogging() {
    FORWARDER.setLevel(Level.OFF);
  }

  @AfterAll
  static void enableLogging() {
    FORWARDER.setLevel(null);
  }

  /** Each mode with one store, or with all of them in the full build. */
  static Stream<Arguments> modesAndStores() {
    List<Arguments> all = new ArrayList<>();
    List<DurableStore> stores = List.of(DurableStore.values());
    for (SendSegmentsAs mode : SendSegmentsAs.values()) {
      if (FULL) {
        stores.forEach(store -> all.add(Arguments.of(mode, store)));
      } else {
        all.add(Arguments.of(mode, stores.get(all.size() % stores.size())));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("modesAndStores")
  void profiles_lateUpdatesWithFaults_haveTheNewestStatements(
      SendSegmentsAs mode, DurableStore store) {
    Run run = new Run(mode, store, directory.resolve("store"));
    List<AudienceUpdate> untimed = run.snapshotsWithoutTimestamps();
    run.forward(untimed);
    run.forward(run.updates(0, TIMES, AUDIENCES));

    run.assertProfiles(AUDIENCES);
  }

  /** The retired audience does not come back, and the renamed one has only its new name. */
  @ParameterizedTest
  @MethodSource("modesAndStores")
  void profiles_audiencesRetiredAndRenamedBetweenLateUpdates_haveTheNewestStatements(
      SendSegmentsAs mode, DurableStore store) {
    Run run = new Run(mode, store, directory.resolve("store"));
    run.forward(run.snapshotsWithoutTimestamps());
    run.forward(run.updates(TIMES / 2, TIMES, AUDIENCES));
    run.maintain(forwarder -> forwarder.retire(GONE.id(), outcome -> {}));
    run.maintain(forwarder -> forwarder.rename(RENAMED, outcome -> {}));
    run.forget(GONE);
    run.forward(run.updates(0, TIMES / 2, LATER));

    run.assertProfiles(LATER);
    run.assertNoAttributes("In C", "In D");
  }

  /** Audiences have the External Names of other ones, and change them. */
  @ParameterizedTest
  @MethodSource("modesAndStores")
  void profiles_lateUpdatesOfAudiencesThatShareNames_haveTheNewestStatements(
      SendSegmentsAs mode, DurableStore store) {
    Run run = new Run(mode, store, directory.resolve("store"));
    run.forward(run.updates(0, TIMES, List.of()));

    run.assertProfilesWithSharedNames();
  }

  /** One workspace, one store, and a sequence of processes. */
  private static final class Run {
    private final Random random;
    private final SendSegmentsAs mode;
    private final Supplier<MembershipStore> stores;
    private final UnknownUsers unknownUsers;
    private final Workspace workspace;
    private final TrackEndpoint endpoint;
    private final ExportEndpoint exports;
    private final Map<String, Map<Integer, AudienceUpdate>> updates = new HashMap<>();
    private final String description;

    Run(SendSegmentsAs mode, DurableStore store, Path directory) {
      long seed = Seeds.of("LateUpdatesOfManyUsersTest " + mode);
      this.random = new Random(seed);
      this.mode = mode;
      this.stores = store.at(directory);
      UnknownUsers[] all = UnknownUsers.values();
      this.unknownUsers = all[random.nextInt(all.length)];
      this.description = String.format(Locale.ROOT, "seed %d, %s, %s", seed, mode, unknownUsers);
      Options options = WorkspaceTransport.options();
      this.workspace = new Workspace(options);
      this.endpoint = new TrackEndpoint(options, workspace);
      this.exports = new ExportEndpoint(options, workspace.profiles());
    }

    /** Snapshots of half of the users, whose records are then those of earlier releases. */
    List<AudienceUpdate> snapshotsWithoutTimestamps() {
      List<AudienceUpdate> snapshots = new ArrayList<>();
      for (int user = 0; user < USERS; user += 2) {
        snapshots.add(MembershipSnapshot.of(user(user, -1), some(AUDIENCES)));
        note(user, -1, snapshots.get(snapshots.size() - 1));
      }
      return snapshots;
    }

    /**
     * Updates of all users at some times in random order; the first one is a snapshot.
     *
     * @param audiences empty for audiences that choose one of three names in each update
     */
    List<AudienceUpdate> updates(int from, int to, List<Audience> audiences) {
      List<AudienceUpdate> all = new ArrayList<>();
      for (int user = 0; user < USERS; user++) {
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

    /** Forwards updates until all are accepted. */
    void forward(List<AudienceUpdate> all) {
      List<AudienceUpdate> left = new ArrayList<>(all);
      while (!left.isEmpty()) {
        Crash crash = random.nextBoolean() ? Crash.after(1 + random.nextInt(60)) : Crash.never();
        try (MembershipStore durable = stores.get();
            AudienceForwarder forwarder = forwarder(new CrashingStore(durable, crash), crash)) {
          for (int calls = 3; calls > 0 && !left.isEmpty() && !crash.happened(); calls--) {
            left = forward(forwarder, crash, left);
          }
        }
      }
    }

    private List<AudienceUpdate> forward(
        AudienceForwarder forwarder, Crash crash, List<AudienceUpdate> left) {
      int count = Math.min(left.size(), 1 + random.nextInt(2 * USERS));
      List<AudienceUpdate> again = new ArrayList<>(left.subList(count, left.size()));
      for (UserOutcome outcome : forwarder.forward(left.subList(0, count)).outcomes()) {
        boolean accepted = outcome instanceof Accepted || outcome instanceof Unchanged;
        if (!accepted || crash.happened()) {
          again.add(outcome.update());
        }
      }
      Collections.shuffle(again, random);
      return again;
    }

    private AudienceForwarder forwarder(MembershipStore store, Crash crash) {
      WorkspaceTransport transport = new WorkspaceTransport(endpoint, exports, crash, body -> {});
      RequestResult[] results = RequestResult.values();
      transport.requestResults(
          () ->
              random.nextInt(5) == 0
                  ? results[1 + random.nextInt(results.length - 1)]
                  : RequestResult.RESPONDED);
      return AudienceForwarder.builder(
              BrazeAudienceConfig.builder().restApiKey("test-key").sendSegmentsAs(mode).build(),
              transport)
          .membership(
              store, MembershipPolicy.defaults().withNamespace("w").withUnknownUsers(unknownUsers))
          .rateLimiter(RateLimiter.off())
          .readBackRateLimiter(RateLimiter.off())
          .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
          .minUserWriteInterval(Duration.ZERO)
          .build();
    }

    /** Something that a forwarder does for all users of the store. */
    interface Maintenance {
      ForwardSummary run(AudienceForwarder forwarder);
    }

    /** Repeats a maintenance until it is complete. */
    void maintain(Maintenance maintenance) {
      boolean complete;
      do {
        try (MembershipStore durable = stores.get();
            AudienceForwarder forwarder = forwarder(durable, Crash.never())) {
          ForwardSummary summary = maintenance.run(forwarder);
          complete = summary.accepted() + summary.unchanged() == summary.updates();
        }
      } while (!complete);
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

    void assertProfiles(List<Audience> audiences) {
      assertThat(updates).hasSize(USERS);
      updates.forEach(
          (user, ofUser) ->
              new NewestStatements(List.copyOf(ofUser.values()))
                  .assertHolds(
                      mode,
                      audiences,
                      workspace.profiles().byExternalId(user),
                      description + ", " + user));
      assertThat(workspace.losses()).as(description).isEmpty();
    }

    void assertProfilesWithSharedNames() {
      assertThat(updates).hasSize(USERS);
      updates.forEach(
          (user, ofUser) -> {
            NewestStatements newest = new NewestStatements(List.copyOf(ofUser.values()));
            Optional<ProfileData> profile = workspace.profiles().byExternalId(user);
            newest.assertHoldsIds(mode, List.of(1L, 2L, 3L), profile, description + ", " + user);
            newest.assertHoldsSharedNames(mode, profile, description + ", " + user);
          });
      assertThat(workspace.losses()).as(description).isEmpty();
    }

    void assertNoAttributes(String... names) {
      for (String user : updates.keySet()) {
        workspace
            .profiles()
            .byExternalId(user)
            .ifPresent(
                profile ->
                    assertThat(profile.attributes())
                        .as("%s, %s", description, user)
                        .doesNotContainKeys(names));
      }
    }
  }
}
