package io.github.brazeaudience.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.model.WorkspaceTransport.RequestResult;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.internal.ExportEndpoint;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.ProfileData;
import io.github.brazeaudience.testing.internal.TrackEndpoint;
import io.github.brazeaudience.testing.internal.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Forwards updates whose timestamps are equal, absent, or as early or late as possible, each until
 * it is accepted, through failing requests and crashes, and compares the profile after each one.
 * {@code -Dhistories} sets the number of histories.
 */
class UnusualTimestampsTest {
  private static final int HISTORIES =
      Integer.getInteger("histories", Boolean.getBoolean("tests.full") ? 500 : 5);

  private static final List<Audience> AUDIENCES =
      List.of(Audience.of(1, "A"), Audience.of(2, "B"), Audience.of(3, "C"));

  /** Among them times that a record cannot hold in 8 bytes, and differences below a millisecond. */
  private static final List<Instant> TIMES =
      List.of(
          Instant.MIN,
          Instant.ofEpochMilli(Long.MIN_VALUE),
          Instant.parse("1677-01-01T00:00:00Z"),
          Instant.EPOCH.minusSeconds(1),
          Instant.EPOCH,
          Instant.EPOCH.plusNanos(1),
          Instant.EPOCH.plusMillis(1),
          Instant.parse("2026-01-01T00:00:00Z"),
          Instant.parse("2262-05-01T00:00:00Z"),
          Instant.ofEpochMilli(Long.MAX_VALUE),
          Instant.MAX);

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
  void profile_unusualTimestamps_hasTheNewestStatementsAfterEachUpdate(SendSegmentsAs mode) {
    for (int round = 0; round < HISTORIES; round++) {
      new History(32_452_843L * round + mode.name().hashCode(), mode).run();
    }
  }

  /** The newest statement about an audience, an email or a push token. */
  private static final class Statement<T> {
    private @Nullable T value;
    private @Nullable Instant at;

    /** Of two statements with one timestamp, or without one, the later one counts. */
    void state(T newValue, @Nullable Instant time) {
      if (time != null && at != null && at.isAfter(time)) {
        return;
      }
      value = newValue;
      at = time != null ? time : at;
    }

    Optional<T> value() {
      return Optional.ofNullable(value);
    }
  }

  /** One user, one store and one workspace. */
  private static final class History {
    private final Random random;
    private final SendSegmentsAs mode;
    private final UnknownUsers unknownUsers;
    private final List<Instant> times = new ArrayList<>();
    private final InMemoryMembershipStore durable = InMemoryMembershipStore.create();
    private final Workspace workspace;
    private final TrackEndpoint endpoint;
    private final ExportEndpoint exports;
    private final List<Statement<Boolean>> members = new ArrayList<>();
    private final Statement<String> email = new Statement<>();
    private final Statement<String> token = new Statement<>();
    private final StringBuilder log = new StringBuilder();

    History(long seed, SendSegmentsAs mode) {
      this.random = new Random(seed);
      this.mode = mode;
      List<UnknownUsers> ways = List.of(UnknownUsers.values());
      this.unknownUsers = ways.get(random.nextInt(ways.size()));
      int different = 1 + random.nextInt(4);
      for (int i = 0; i < different; i++) {
        times.add(TIMES.get(random.nextInt(TIMES.size())));
      }
      AUDIENCES.forEach(audience -> members.add(new Statement<>()));
      Options options = WorkspaceTransport.options();
      this.workspace = new Workspace(options);
      this.endpoint = new TrackEndpoint(options, workspace);
      this.exports = new ExportEndpoint(options, workspace.profiles());
      log.append(mode).append(", seed ").append(seed).append(", ").append(unknownUsers);
    }

    void run() {
      for (int step = 0; step < 12; step++) {
        forwardUntilAccepted(next(step));
        assertProfile();
      }
    }

    /** Creates an update, and notes its statements. The first one is a snapshot. */
    private AudienceUpdate next(int step) {
      Instant at = random.nextInt(3) == 0 ? null : times.get(random.nextInt(times.size()));
      boolean snapshot = step == 0 || random.nextInt(4) == 0;
      List<Audience> in = new ArrayList<>();
      List<Audience> out = new ArrayList<>();
      for (int i = 0; i < AUDIENCES.size(); i++) {
        int choice = random.nextInt(4);
        if (choice == 0) {
          in.add(AUDIENCES.get(i));
        } else if (choice == 1) {
          out.add(AUDIENCES.get(i));
        }
        if (choice < 2 || snapshot) {
          members.get(i).state(choice == 0, at);
        }
      }
      UserProfile.Builder user = UserProfile.builder().customerId("u");
      if (random.nextInt(3) == 0) {
        user.email(step + "@example.com");
        email.state(step + "@example.com", at);
      }
      if (random.nextInt(3) == 0) {
        user.pushToken(PushToken.of(PushPlatform.IOS, "token-" + step));
        token.state("token-" + step, at);
      }
      log.append("\n%s %s left %s at %s".formatted(snapshot, ids(in), ids(out), at));
      return snapshot ? at(MembershipSnapshot.of(user.build(), in), at) : change(user, in, out, at);
    }

    private static List<Long> ids(List<Audience> audiences) {
      return audiences.stream().map(Audience::id).toList();
    }

    private static AudienceUpdate at(MembershipSnapshot snapshot, @Nullable Instant time) {
      return time == null ? snapshot : snapshot.at(time);
    }

    private static AudienceUpdate change(
        UserProfile.Builder user, List<Audience> in, List<Audience> out, @Nullable Instant time) {
      MembershipChange change = MembershipChange.of(user.build(), in, out);
      return time == null ? change : change.at(time);
    }

    private void forwardUntilAccepted(AudienceUpdate update) {
      boolean accepted = false;
      while (!accepted) {
        Crash crash = random.nextBoolean() ? Crash.after(1 + random.nextInt(12)) : Crash.never();
        WorkspaceTransport transport = new WorkspaceTransport(endpoint, exports, crash, body -> {});
        RequestResult[] results = RequestResult.values();
        transport.requestResult(
            random.nextInt(3) > 0 ? RequestResult.RESPONDED : results[random.nextInt(4)]);
        try (AudienceForwarder forwarder =
            forwarder(new CrashingStore(durable, crash), transport)) {
          UserOutcome outcome = forwarder.forward(List.of(update)).outcomes().get(0);
          accepted =
              !crash.happened() && (outcome instanceof Accepted || outcome instanceof Unchanged);
          log.append(", ").append(outcome.getClass().getSimpleName());
        }
      }
    }

    private AudienceForwarder forwarder(CrashingStore store, WorkspaceTransport transport) {
      BrazeAudienceConfig config =
          BrazeAudienceConfig.builder()
              .restApiKey("test-key")
              .apiKey("app")
              .sendSegmentsAs(mode)
              .build();
      return AudienceForwarder.builder(config, transport)
          .membership(
              store, MembershipPolicy.defaults().withNamespace("w").withUnknownUsers(unknownUsers))
          .rateLimiter(RateLimiter.off())
          .readBackRateLimiter(RateLimiter.off())
          .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
          .minUserWriteInterval(Duration.ZERO)
          .build();
    }

    private void assertProfile() {
      Optional<ProfileData> profile = workspace.profiles().byExternalId("u");
      List<Audience> in = new ArrayList<>();
      for (int i = 0; i < AUDIENCES.size(); i++) {
        if (members.get(i).value().orElse(false)) {
          in.add(AUDIENCES.get(i));
        }
      }
      UserProfile.Builder user = UserProfile.builder().customerId("u");
      email.value().ifPresent(user::email);
      new NewestStatements(List.of(MembershipSnapshot.of(user.build(), in)))
          .assertHolds(mode, AUDIENCES, profile, log.toString());
      assertThat(
              profile.stream()
                  .flatMap(it -> it.pushTokens().stream())
                  .map(it -> it.token())
                  .reduce((first, second) -> second))
          .as(log.toString())
          .isEqualTo(token.value());
    }
  }
}
