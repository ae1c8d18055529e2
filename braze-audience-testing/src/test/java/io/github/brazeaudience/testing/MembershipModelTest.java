package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random histories of snapshots, changes, renames, failures and crashes between any two steps,
 * after which the source goes on with something else. In the end the profiles hold what was
 * accepted, and what was written before any doubt changed something with every attribute.
 */
class MembershipModelTest {
  private static final int SEEDS = 60;
  private static final int CALLS = 25;
  private static final int USERS = 3;
  private static final long AUDIENCES = 5;
  private static final Logger FORWARDER = Logger.getLogger("io.github.brazeaudience");

  /** Crashes are told as warnings; here they are wanted. */
  @BeforeAll
  static void silence() {
    FORWARDER.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    FORWARDER.setLevel(null);
  }

  @ParameterizedTest
  @EnumSource
  void profiles_afterAnyHistory_holdWhatWasAccepted(SendSegmentsAs mode) {
    for (int round = 0; round < SEEDS; round++) {
      long seed = 104_729L * round + mode.name().hashCode();
      new History(seed, mode).run();
    }
  }

  /** One source, one store, one workspace, and one forwarder after another. */
  private static final class History {
    private final String what;
    private final Random random;
    private final SendSegmentsAs mode;
    private final UnknownUsers unknownUsers;
    private final InMemoryMembershipStore durable = InMemoryMembershipStore.create();
    private final Workspace workspace;
    private final TrackEndpoint endpoint;
    private final ExportEndpoint exports;
    private final Map<String, MembershipModel> models = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Set<String> doubted = new HashSet<>();
    private final Set<String> poisoned = new HashSet<>();
    private final List<String> needless = new ArrayList<>();
    private final Map<String, Map<String, Object>> before = new HashMap<>();

    History(long seed, SendSegmentsAs mode) {
      this.random = new Random(seed);
      this.mode = mode;
      UnknownUsers[] policies = UnknownUsers.values();
      this.unknownUsers = policies[random.nextInt(policies.length)];
      this.what = String.format(Locale.ROOT, "%s, seed %d, %s", mode, seed, unknownUsers);
      Options options =
          new Options(
              Map.of(),
              Set.of(),
              Set.of(),
              Set.of(),
              0,
              75,
              false,
              4_000_000,
              500,
              Integer.MAX_VALUE,
              0,
              Map.of(),
              InstantSource.system(),
              null);
      this.workspace = new Workspace(options);
      this.endpoint = new TrackEndpoint(options, workspace);
      this.exports = new ExportEndpoint(options, workspace.profiles());
      for (long id = 1; id <= AUDIENCES; id++) {
        names.put(id, "N" + id);
      }
    }

    void run() {
      int calls = 0;
      while (calls < CALLS) {
        Crash crash = random.nextInt(3) == 0 ? Crash.after(1 + random.nextInt(14)) : Crash.never();
        WorkspaceTransport transport =
            new WorkspaceTransport(endpoint, exports, crash, this::noteNeedless);
        try (AudienceForwarder forwarder = forwarder(transport, crash)) {
          int left = 1 + random.nextInt(10);
          while (left-- > 0 && !crash.happened()) {
            transport.fate(fate());
            call(forwarder, crash);
            calls++;
          }
        }
      }
      settle();
      models.forEach(this::assertProfile);
      assertThat(needless).as(what).isEmpty();
      assertThat(workspace.losses().total()).as(what).isZero();
    }

    private AudienceForwarder forwarder(WorkspaceTransport transport, Crash crash) {
      BrazeAudienceConfig config =
          BrazeAudienceConfig.builder().restApiKey("test-key").sendSegmentsAs(mode).build();
      return AudienceForwarder.builder(config, transport)
          .membership(
              new CrashingStore(durable, crash),
              MembershipPolicy.defaults().withNamespace("w").withUnknownUsers(unknownUsers))
          .rateLimiter(RateLimiter.off())
          .readBackRateLimiter(RateLimiter.off())
          .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
          .minUserWriteInterval(Duration.ZERO)
          .maxInFlight(128)
          .build();
    }

    private WorkspaceTransport.Fate fate() {
      WorkspaceTransport.Fate[] fates = WorkspaceTransport.Fate.values();
      return random.nextInt(2) == 0
          ? WorkspaceTransport.Fate.ANSWERED
          : fates[random.nextInt(fates.length)];
    }

    private void call(AudienceForwarder forwarder, Crash crash) {
      List<AudienceUpdate> updates = new ArrayList<>();
      for (int left = 1 + random.nextInt(3); left > 0; left--) {
        updates.add(update("u" + random.nextInt(USERS)));
      }
      for (int user = 0; user < USERS; user++) {
        poison("u" + user, random.nextInt(10) == 0 ? Poison.named("INVALID") : null);
      }
      Map<String, MembershipRecord> records = durable.read("w", users());
      profilesBefore();
      List<UserOutcome> outcomes = forwarder.forward(updates).outcomes();
      Map<String, MembershipRecord> after = durable.read("w", users());
      for (UserOutcome outcome : outcomes) {
        String user = user(outcome.update());
        MembershipRecord now = after.get(user);
        boolean held =
            crash.happened()
                ? now != null && !now.inDoubt() && isWritten(user, records.get(user), now)
                : outcome instanceof Accepted || outcome instanceof Unchanged;
        if (held) {
          models.computeIfAbsent(user, u -> new MembershipModel()).accept(outcome.update());
        }
        if (now != null && now.inDoubt()) {
          doubted.add(user);
        }
      }
    }

    /** What was only read back is a new record too, but it changes no profile. */
    private boolean isWritten(String user, MembershipRecord then, MembershipRecord now) {
      boolean readBack = then == null && unknownUsers == UnknownUsers.READ_BACK;
      return readBack ? !attributes(user).equals(before.get(user)) : !now.equals(then);
    }

    private void poison(String user, Poison poison) {
      if (poison == null) {
        poisoned.remove(user);
      } else {
        poisoned.add(user);
      }
      endpoint.poison(user, poison);
    }

    private AudienceUpdate update(String user) {
      UserProfile.Builder profile = UserProfile.builder().customerId(user);
      if (random.nextInt(3) == 0) {
        profile.email(random.nextInt(3) + "@example.com");
      }
      if (random.nextInt(12) == 0) {
        long id = 1 + random.nextLong(AUDIENCES);
        names.put(id, "N" + id + "v" + random.nextInt(3));
      }
      List<Audience> in = new ArrayList<>();
      List<Audience> out = new ArrayList<>();
      for (long id = 1; id <= AUDIENCES; id++) {
        switch (random.nextInt(4)) {
          case 0 -> in.add(audience(id));
          case 1 -> out.add(audience(id));
          default -> {}
        }
      }
      return random.nextInt(3) == 0
          ? MembershipSnapshot.of(profile.build(), in)
          : MembershipChange.of(profile.build(), in, out);
    }

    private Audience audience(long id) {
      return Audience.of(id, names.getOrDefault(id, ""));
    }

    /** The source says of each user what it says last, and all goes well. */
    private void settle() {
      WorkspaceTransport transport =
          new WorkspaceTransport(endpoint, exports, Crash.never(), body -> {});
      try (AudienceForwarder forwarder = forwarder(transport, Crash.never())) {
        for (String user : users()) {
          poison(user, null);
          AudienceUpdate last = update(user);
          UserOutcome outcome = forwarder.forward(List.of(last)).outcomes().get(0);
          if (outcome instanceof Accepted || outcome instanceof Unchanged) {
            models.computeIfAbsent(user, u -> new MembershipModel()).accept(last);
          } else {
            AudienceUpdate all = MembershipSnapshot.of(UserProfile.ofCustomerId(user), audience(1));
            assertThat(forwarder.forward(List.of(all)).complete()).as(what).isTrue();
            models.computeIfAbsent(user, u -> new MembershipModel()).accept(all);
          }
        }
      }
    }

    private void assertProfile(String user, MembershipModel model) {
      Map<String, Object> held = attributes(user);
      String as = "%s, user %s, %s".formatted(what, user, held);
      if (mode.single() && model.full()) {
        List<String> ids = model.members().stream().map("'%d'"::formatted).toList();
        String value = String.valueOf(held.getOrDefault("SegmentMembership", ""));
        List<String> written = value.isEmpty() ? List.of() : List.of(value.split(","));
        assertThat(written).as(as).containsExactlyInAnyOrderElementsOf(ids);
      }
      if (mode.array()) {
        assertArray(as, model, (List<?>) held.getOrDefault("SegmentMembershipArray", List.of()));
      }
      if (mode.perSegment()) {
        assertFlags(as, model, held);
      }
    }

    private void assertArray(String as, MembershipModel model, List<?> array) {
      List<String> members = model.members().stream().map(String::valueOf).toList();
      if (model.full()) {
        assertThat(array.stream().map(String::valueOf).toList())
            .as(as)
            .containsExactlyInAnyOrderElementsOf(members);
        return;
      }
      for (long id = 1; id <= AUDIENCES; id++) {
        if (model.knows(id)) {
          assertThat(array.contains(String.valueOf(id)))
              .as(as + ", audience " + id)
              .isEqualTo(members.contains(String.valueOf(id)));
        }
      }
    }

    private void assertFlags(String as, MembershipModel model, Map<String, Object> held) {
      for (long id : model.members()) {
        if (!model.name(id).isEmpty()) {
          assertThat(held).as(as).containsEntry("In " + model.name(id), true);
        }
      }
      held.forEach(
          (name, value) -> {
            if (name.startsWith("In ") && value.equals(true)) {
              long id = Character.digit(name.charAt("In N".length()), 10);
              assertThat(model.members()).as(as + ", " + name).contains(id);
              assertThat("In " + model.name(id)).as(as).isEqualTo(name);
            }
          });
    }

    private void profilesBefore() {
      users().forEach(user -> before.put(user, attributes(user)));
    }

    /** Before any doubt, every attribute that is written changes something. */
    private void noteNeedless(byte[] body) {
      for (Map<?, ?> object : objects(body)) {
        String user = String.valueOf(object.get("external_id"));
        if (doubted.contains(user) || poisoned.contains(user)) {
          continue;
        }
        Map<String, Object> then = before.getOrDefault(user, Map.of());
        object.forEach(
            (name, value) -> {
              boolean needed = name.equals("external_id") || isFirstWholeArray(user, value);
              if (!needed && isNeedless(then.get(name), value)) {
                needless.add("%s of %s in %s".formatted(name, object, then));
              }
            });
      }
    }

    /** Of an array that was only changed so far nobody knows whether it holds something else. */
    private boolean isFirstWholeArray(String user, Object written) {
      MembershipModel model = models.get(user);
      return written instanceof List<?>
          && !mode.single()
          && unknownUsers != UnknownUsers.IN_NO_AUDIENCE
          && (model == null || !model.full());
    }

    private static boolean isNeedless(Object held, Object written) {
      if (written instanceof Map<?, ?> change) {
        List<?> array = held instanceof List<?> list ? list : List.of();
        return list(change.get("add")).stream().anyMatch(array::contains);
      }
      return written != null && written.equals(held);
    }

    private static List<?> list(Object value) {
      return value instanceof List<?> list ? list : List.of();
    }

    private static List<Map<?, ?>> objects(byte[] body) {
      try {
        Map<?, ?> request = (Map<?, ?>) Json.parse(body).value();
        List<Map<?, ?>> objects = new ArrayList<>();
        list(request.get("attributes")).forEach(object -> objects.add((Map<?, ?>) object));
        return objects;
      } catch (MalformedJson e) {
        throw new IllegalStateException(e);
      }
    }

    private Map<String, Object> attributes(String user) {
      Optional<BrazeProfile> profile = workspace.profiles().byExternalId(user);
      Map<String, Object> all = new HashMap<>();
      profile.ifPresent(
          found -> {
            all.putAll(found.attributes());
            found.email().ifPresent(email -> all.put("email", email));
          });
      return all;
    }

    private static List<String> users() {
      List<String> users = new ArrayList<>();
      for (int user = 0; user < USERS; user++) {
        users.add("u" + user);
      }
      return users;
    }

    private static String user(AudienceUpdate update) {
      UserProfile user =
          update instanceof MembershipSnapshot snapshot
              ? snapshot.user()
              : ((MembershipChange) update).user();
      return user.identity(IdentityType.CUSTOMER_ID).orElseThrow();
    }
  }
}
