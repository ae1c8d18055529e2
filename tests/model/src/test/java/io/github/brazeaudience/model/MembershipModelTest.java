package io.github.brazeaudience.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
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
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.internal.ExportEndpoint;
import io.github.brazeaudience.testing.internal.Json;
import io.github.brazeaudience.testing.internal.MalformedJson;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.ProfileData;
import io.github.brazeaudience.testing.internal.Rejection;
import io.github.brazeaudience.testing.internal.TrackEndpoint;
import io.github.brazeaudience.testing.internal.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares profiles with a model after random histories of snapshots, changes, renames,
 * retirements, failures and crashes between any two steps. Audiences are also renamed, swap names
 * and are recreated in the source.
 *
 * <p>At the end of a history the profiles contain what was accepted, and each write before the
 * first unconfirmed write changed every attribute that it contained. {@code -Dhistories} sets the
 * number of histories.
 */
class MembershipModelTest {
  private static final int HISTORIES =
      Integer.getInteger("histories", Boolean.getBoolean("tests.full") ? 100 : 5);
  private static final int CALLS = 25;
  private static final List<String> USERS = List.of("u0", "u1", "u2");
  private static final SendSegmentsAs ALL_FORMS = SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT;
  private static final Logger FORWARDER = Logger.getLogger("io.github.brazeaudience");

  /** Crashes log warnings, which are expected here. */
  @BeforeAll
  static void disableLogging() {
    FORWARDER.setLevel(Level.OFF);
  }

  @AfterAll
  static void enableLogging() {
    FORWARDER.setLevel(null);
  }

  @ParameterizedTest
  @EnumSource
  void profiles_randomHistory_matchModel(SendSegmentsAs mode) {
    seeds(HISTORIES, round -> 104_729L * round + mode.name().hashCode())
        .forEach(seed -> new History(seed, List.of(mode)).run());
  }

  @Test
  void profiles_randomHistoryWithChangingModes_matchModel() {
    seeds(7 * HISTORIES, round -> 7_919L * round)
        .forEach(seed -> new History(seed, List.of(SendSegmentsAs.values())).run());
  }

  /** The seeds of a test, or only that of {@code -Dseed}, to repeat a failure. */
  private static LongStream seeds(int histories, LongUnaryOperator seedOfRound) {
    Long one = Long.getLong("seed");
    return one != null ? LongStream.of(one) : LongStream.range(0, histories).map(seedOfRound);
  }

  /** One source, one store, one workspace and a sequence of forwarders. */
  private static final class History {
    private final String description;
    private final Random random;
    private final List<SendSegmentsAs> modes;
    private final AudienceSource source;
    private final UnknownUsers unknownUsers;
    private final InMemoryMembershipStore durable = InMemoryMembershipStore.create();
    private final Workspace workspace;
    private final TrackEndpoint endpoint;
    private final ExportEndpoint exports;
    private final Map<String, MembershipModel> models = new HashMap<>();
    private final Set<String> unconfirmedUsers = new HashSet<>();
    private final Set<String> poisoned = new HashSet<>();
    private final List<String> unnecessaryWrites = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final Map<String, Map<String, Object>> before = new HashMap<>();

    History(long seed, List<SendSegmentsAs> modes) {
      this.random = new Random(seed);
      this.modes = modes;
      this.source = new AudienceSource(random);
      UnknownUsers[] policies = UnknownUsers.values();
      this.unknownUsers = policies[random.nextInt(policies.length)];
      this.description = String.format(Locale.ROOT, "%s, seed %d, %s", modes, seed, unknownUsers);
      Options options = WorkspaceTransport.options();
      this.workspace = new Workspace(options);
      this.endpoint = new TrackEndpoint(options, workspace);
      this.exports = new ExportEndpoint(options, workspace.profiles());
      USERS.forEach(user -> models.put(user, new MembershipModel(AudienceSource.AUDIENCES)));
    }

    void run() {
      int calls = 0;
      while (calls < CALLS) {
        Crash crash = random.nextInt(3) == 0 ? Crash.after(1 + random.nextInt(14)) : Crash.never();
        SendSegmentsAs mode = modes.get(random.nextInt(modes.size()));
        try (Run process = new Run(mode, crash)) {
          int left = 1 + random.nextInt(10);
          while (left-- > 0 && !crash.happened()) {
            process.transport.requestResult(requestResult());
            call(process);
            calls++;
          }
        }
      }
      finish();
      assertThat(unnecessaryWrites).as(toString()).isEmpty();
      assertThat(workspace.losses()).as(description).isEmpty();
    }

    /** Forwarder in one mode until it is closed or its process crashes. */
    private final class Run implements AutoCloseable {
      private final SendSegmentsAs mode;
      private final Crash crash;
      private final CrashingStore store;
      private final WorkspaceTransport transport;
      private final AudienceForwarder forwarder;

      Run(SendSegmentsAs mode, Crash crash) {
        this.mode = mode;
        this.crash = crash;
        this.store = new CrashingStore(durable, crash);
        this.transport =
            new WorkspaceTransport(endpoint, exports, crash, History.this::noteUnnecessaryWrites);
        this.forwarder =
            AudienceForwarder.builder(
                    BrazeAudienceConfig.builder()
                        .restApiKey("test-key")
                        .sendSegmentsAs(mode)
                        .build(),
                    transport)
                .membership(
                    store,
                    MembershipPolicy.defaults().withNamespace("w").withUnknownUsers(unknownUsers))
                .rateLimiter(RateLimiter.off())
                .readBackRateLimiter(RateLimiter.off())
                .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
                .minUserWriteInterval(Duration.ZERO)
                .maxInFlight(128)
                .build();
      }

      @Override
      public void close() {
        forwarder.close();
      }
    }

    private WorkspaceTransport.RequestResult requestResult() {
      WorkspaceTransport.RequestResult[] results = WorkspaceTransport.RequestResult.values();
      return random.nextInt(2) == 0
          ? WorkspaceTransport.RequestResult.RESPONDED
          : results[random.nextInt(results.length)];
    }

    private void call(Run process) {
      for (String user : USERS) {
        poison(user, random.nextInt(10) == 0);
        process.store.takeCommits(user);
        process.transport.takeExported(user);
        before.put(user, attributes(user));
      }
      Map<String, MembershipRecord> records = durable.read("w", USERS);
      switch (random.nextInt(8)) {
        case 0 -> retire(process, records);
        case 1 -> rename(process, records);
        default -> forward(process, records);
      }
      durable
          .read("w", USERS)
          .forEach(
              (user, record) -> {
                if (record.isPending()) {
                  unconfirmedUsers.add(user);
                }
              });
    }

    private void forward(Run process, Map<String, MembershipRecord> records) {
      List<AudienceUpdate> updates = new ArrayList<>();
      for (int left = 1 + random.nextInt(3); left > 0; left--) {
        updates.add(source.update(USERS.get(random.nextInt(USERS.size()))));
      }
      log.add("%s %s".formatted(process.mode, updates.stream().map(History::text).toList()));
      Map<String, Boolean> written = new HashMap<>();
      for (UserOutcome outcome : process.forwarder.forward(updates).outcomes()) {
        String user = user(outcome.update());
        boolean held =
            process.crash.happened()
                ? written.computeIfAbsent(user, u -> isWritten(process, u, records.get(u)))
                : outcome instanceof Accepted || outcome instanceof Unchanged;
        note(process, user, outcome, held);
      }
    }

    private void note(Run process, String user, UserOutcome outcome, boolean held) {
      log.add("  %s %s, crashed %s: %s".formatted(user, held, process.crash.happened(), outcome));
      MembershipModel model = models.get(user);
      boolean neverWritten = outcome instanceof Rejected && outcome.attempts() == 0;
      if (held && !neverWritten) {
        model.accept(outcome.update(), process.mode);
      } else if (!neverWritten && mayBeUnconfirmed(process, outcome)) {
        model.addUnconfirmed(outcome.update(), process.mode);
      }
    }

    /** A process that crashed may have left the mark of a rejected write. */
    private static boolean mayBeUnconfirmed(Run process, @Nullable UserOutcome outcome) {
      return process.crash.happened()
          || !(outcome instanceof NotSent || outcome instanceof Rejected);
    }

    /**
     * Returns true if, before the crash, a write was marked and then accepted, or an export was
     * recorded.
     */
    private boolean isWritten(Run process, String user, @Nullable MembershipRecord then) {
      List<Optional<MembershipRecord>> commits = process.store.takeCommits(user);
      if (commits.isEmpty()) {
        return false;
      }
      MembershipRecord now = commits.get(commits.size() - 1).orElse(null);
      boolean marked =
          commits.stream()
              .anyMatch(commit -> commit.map(MembershipRecord::isPending).orElse(false));
      if (marked) {
        return now != null && !now.isPending() && !now.equals(then);
      }
      return now != null && commits.size() > (process.transport.takeExported(user) ? 1 : 0);
    }

    private void retire(Run process, Map<String, MembershipRecord> records) {
      long id = source.retired();
      log.add(String.format(Locale.ROOT, "%s retire %d", process.mode, id));
      Map<String, UserOutcome> outcomes = new HashMap<>();
      boolean died = false;
      try {
        process.forwarder.retire(id, o -> outcomes.put(user(o.update()), o));
      } catch (IllegalStateException e) {
        assertThat(process.crash.happened()).as(description).isTrue();
        died = true;
      }
      for (String user : USERS) {
        if (isDone(process, user, outcomes.get(user), died, records)) {
          models.get(user).retire(id, process.mode);
        }
      }
    }

    private void rename(Run process, Map<String, MembershipRecord> records) {
      Audience audience = source.renamed();
      String name = MembershipModel.attribute(audience);
      log.add(String.format(Locale.ROOT, "%s rename %d to %s", process.mode, audience.id(), name));
      Map<String, UserOutcome> outcomes = new HashMap<>();
      boolean died = false;
      try {
        boolean refused = process.forwarder.planRenaming(audience).conflict().isPresent();
        boolean mustBeRefused =
            models.values().stream().anyMatch(m -> m.isOwnedByOtherThan(audience.id(), name));
        boolean mayBeRefused =
            models.values().stream().anyMatch(m -> m.mayBeOwnedByOtherThan(audience.id(), name));
        assertThat(refused).as("%s, %s", this, audience).isIn(mustBeRefused, mayBeRefused);
        process.forwarder.rename(audience, o -> outcomes.put(user(o.update()), o));
        if (refused) {
          assertThat(outcomes.values())
              .as(description)
              .allMatch(o -> o.reason().equals(Optional.of(Reason.NAME_CONFLICT)));
          return;
        }
      } catch (IllegalStateException e) {
        assertThat(process.crash.happened()).as(description).isTrue();
        died = true;
      }
      for (String user : USERS) {
        if (isDone(process, user, outcomes.get(user), died, records)) {
          models.get(user).rename(audience.id(), name, process.mode);
        } else if (mayBeUnconfirmed(process, outcomes.get(user))) {
          models.get(user).unconfirmedClaim(audience.id(), name);
        }
      }
    }

    /** Users without a membership in the audience have no outcome. */
    private boolean isDone(
        Run process,
        String user,
        @Nullable UserOutcome outcome,
        boolean died,
        Map<String, MembershipRecord> records) {
      boolean done =
          (died || process.crash.happened())
              ? isWritten(process, user, records.get(user))
              : outcome == null || outcome instanceof Accepted || outcome instanceof Unchanged;
      log.add("  %s %s, crashed %s: %s".formatted(user, done, process.crash.happened(), outcome));
      return done;
    }

    private void poison(String user, boolean rejected) {
      if (!rejected) {
        poisoned.remove(user);
        endpoint.heal(user);
      } else {
        poisoned.add(user);
        endpoint.poison(user, new Rejection(0, "INVALID"));
      }
    }

    /**
     * Forwards a last update of each user without failures. If there are several modes, a write in
     * all forms without audiences then resolves what earlier modes left unconfirmed.
     */
    private void finish() {
      SendSegmentsAs mode = modes.get(random.nextInt(modes.size()));
      USERS.forEach(user -> poison(user, false));
      try (Run process = new Run(mode, Crash.never())) {
        for (String user : USERS) {
          AudienceUpdate last = source.update(user);
          log.add("finish %s %s".formatted(mode, text(last)));
          note(process, user, last);
        }
      }
      if (modes.size() > 1) {
        try (Run process = new Run(ALL_FORMS, Crash.never())) {
          USERS.forEach(user -> note(process, user, source.email(user)));
        }
      }
      USERS.forEach(this::assertProfile);
    }

    private void note(Run process, String user, AudienceUpdate update) {
      before.put(user, attributes(user));
      UserOutcome outcome = process.forwarder.forward(List.of(update)).outcomes().get(0);
      if (outcome.reason().equals(Optional.of(Reason.NEEDS_FULL_MEMBERSHIP))) {
        update = MembershipSnapshot.of(UserProfile.ofCustomerId(user), Audience.of(1, "N1"));
        outcome = process.forwarder.forward(List.of(update)).outcomes().get(0);
      }
      boolean held = outcome instanceof Accepted || outcome instanceof Unchanged;
      assertThat(held).as("%s: %s", this, outcome).isTrue();
      note(process, user, outcome, true);
    }

    private void assertProfile(String user) {
      MembershipModel model = models.get(user);
      Map<String, Object> held = attributes(user);
      String as = "%s, user %s, %s, %s".formatted(this, user, held, model);
      if (modes.stream().anyMatch(SendSegmentsAs::single) && model.full()) {
        Set<Long> ids = ids(String.valueOf(held.getOrDefault("SegmentMembership", "")));
        assertThat(model.strings().isEmpty() || model.strings().contains(ids)).as(as).isTrue();
      }
      if (modes.stream().anyMatch(SendSegmentsAs::array)) {
        List<?> array = list(held.get("SegmentMembershipArray"));
        for (long id = 1; id <= AudienceSource.AUDIENCES; id++) {
          assertThat(model.mayBeInArray(id, array.contains(String.valueOf(id))))
              .as(as + ", audience " + id)
              .isTrue();
        }
      }
      for (int number = 1; number <= AudienceSource.NAMES; number++) {
        String name = AudienceSource.name(number);
        assertThat(model.mayBe(name, held.get(name))).as(as + ", " + name).isTrue();
      }
    }

    private static Set<Long> ids(String value) {
      Set<Long> ids = new TreeSet<>();
      if (!value.isEmpty()) {
        Arrays.stream(value.replace("'", "").split(",")).map(Long::valueOf).forEach(ids::add);
      }
      return ids;
    }

    /** Before the first pending write, every attribute that is written changes something. */
    private void noteUnnecessaryWrites(byte[] body) {
      for (Map<?, ?> object : objects(body)) {
        String user = String.valueOf(object.get("external_id"));
        log.add("  -> " + object);
        if (modes.size() > 1 || unconfirmedUsers.contains(user) || poisoned.contains(user)) {
          continue;
        }
        Map<String, Object> then = before.getOrDefault(user, Map.of());
        object.forEach(
            (name, value) -> {
              boolean needed = name.equals("external_id") || isFirstWholeArray(user, value);
              if (!needed && isUnnecessary(then.get(name), value)) {
                unnecessaryWrites.add("%s of %s in %s".formatted(name, object, then));
              }
            });
      }
    }

    /** An array that was only changed so far may contain other elements. */
    private boolean isFirstWholeArray(String user, Object written) {
      return written instanceof List<?>
          && unknownUsers != UnknownUsers.IN_NO_AUDIENCE
          && modes.stream().noneMatch(SendSegmentsAs::single)
          && !models.get(user).full();
    }

    private static boolean isUnnecessary(Object held, Object written) {
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
      Optional<ProfileData> profile = workspace.profiles().byExternalId(user);
      Map<String, Object> all = new HashMap<>();
      profile.ifPresent(
          found -> {
            all.putAll(found.attributes());
            found.standardAttribute("email").ifPresent(email -> all.put("email", email));
          });
      return all;
    }

    private static String user(AudienceUpdate update) {
      if (update instanceof AudienceRetirement retirement) {
        return retirement.externalId();
      }
      if (update instanceof AudienceRenaming renaming) {
        return renaming.externalId();
      }
      UserProfile user =
          update instanceof MembershipSnapshot snapshot
              ? snapshot.user()
              : ((MembershipChange) update).user();
      return user.identity(IdentityType.CUSTOMER_ID).orElseThrow();
    }

    private static String text(AudienceUpdate update) {
      return update instanceof MembershipSnapshot snapshot
          ? "%s in %s".formatted(user(update), text(snapshot.memberOf()))
          : update instanceof MembershipChange change
              ? "%s entered %s, left %s"
                  .formatted(user(update), text(change.entered()), text(change.left()))
              : update.toString();
    }

    private static List<String> text(List<Audience> audiences) {
      return audiences.stream()
          .map(audience -> audience.id() + "=" + MembershipModel.attribute(audience))
          .toList();
    }

    @Override
    public String toString() {
      return description
          + (Boolean.getBoolean("history") ? "\n" + String.join("\n", log) + "\n" : "");
    }
  }
}
