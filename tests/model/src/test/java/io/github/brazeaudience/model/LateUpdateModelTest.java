package io.github.brazeaudience.model;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.testing.internal.ExportEndpoint;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.TrackEndpoint;
import io.github.brazeaudience.testing.internal.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Forwards updates with timestamps in random order, in several calls and processes that fail and
 * crash, each until it is accepted, and compares the profile with the newest statement about each
 * audience. {@code -Dhistories} sets the number of histories.
 */
@ExtendWith(LogOff.class)
class LateUpdateModelTest {
  private static final int HISTORIES =
      Integer.getInteger("histories", Boolean.getBoolean("tests.full") ? 200 : 10);
  private static final List<Audience> AUDIENCES =
      List.of(Audience.of(1, "A"), Audience.of(2, "B"), Audience.of(3, "C"), Audience.of(4, "D"));

  @ParameterizedTest
  @EnumSource
  void profile_updatesInRandomOrderWithFaults_hasTheNewestStatements(SendSegmentsAs mode) {
    Long one = Long.getLong("seed");
    for (int round = 0; round < (one == null ? HISTORIES : 1); round++) {
      new History(one != null ? one : 15_485_863L * round + mode.name().hashCode(), mode).run();
    }
  }

  /** One user, one store, one workspace and a sequence of forwarders. */
  private static final class History {
    private final String description;
    private final Random random;
    private final SendSegmentsAs mode;
    private final UnknownUsers unknownUsers;
    private final InMemoryMembershipStore durable = InMemoryMembershipStore.create();
    private final Workspace workspace;
    private final TrackEndpoint endpoint;
    private final ExportEndpoint exports;
    private final List<AudienceUpdate> updates;
    private final List<String> log = new ArrayList<>();

    History(long seed, SendSegmentsAs mode) {
      this.random = new Random(seed);
      this.mode = mode;
      UnknownUsers[] all = UnknownUsers.values();
      this.unknownUsers = all[random.nextInt(all.length)];
      this.description = String.format(Locale.ROOT, "%s, seed %d, %s", mode, seed, unknownUsers);
      Options options = WorkspaceTransport.options();
      this.workspace = new Workspace(options);
      this.endpoint = new TrackEndpoint(options, workspace);
      this.exports = new ExportEndpoint(options, workspace.profiles());
      this.updates = updates();
    }

    /** Updates in the order of their timestamps, with at least one snapshot. */
    private List<AudienceUpdate> updates() {
      List<AudienceUpdate> all = new ArrayList<>();
      for (int time = 0; time < 12; time++) {
        List<Audience> in = new ArrayList<>();
        List<Audience> out = new ArrayList<>();
        for (Audience audience : AUDIENCES) {
          switch (random.nextInt(4)) {
            case 0 -> in.add(audience);
            case 1 -> out.add(audience);
            default -> {}
          }
        }
        UserProfile.Builder user = UserProfile.builder().customerId("u");
        if (random.nextInt(3) == 0) {
          user.email(time + "@example.com");
        }
        Instant at = Instant.EPOCH.plusMillis(time);
        all.add(
            time == 0 || random.nextInt(4) == 0
                ? MembershipSnapshot.of(user.build(), in).at(at)
                : MembershipChange.of(user.build(), in, out).at(at));
      }
      return all;
    }

    void run() {
      List<AudienceUpdate> left = new ArrayList<>(updates);
      Collections.shuffle(left, random);
      while (!left.isEmpty()) {
        boolean last = random.nextInt(10) == 0;
        Crash crash =
            !last && random.nextInt(2) == 0 ? Crash.after(1 + random.nextInt(14)) : Crash.never();
        CrashingStore store = new CrashingStore(durable, crash);
        WorkspaceTransport transport = new WorkspaceTransport(endpoint, exports, crash, body -> {});
        try (AudienceForwarder forwarder =
            ModelProcess.forwarder(mode, store, unknownUsers, transport).build()) {
          for (int calls = 3; calls > 0 && !left.isEmpty() && !crash.happened(); calls--) {
            WorkspaceTransport.RequestResult[] results = WorkspaceTransport.RequestResult.values();
            transport.requestResult(
                random.nextInt(2) == 0
                    ? WorkspaceTransport.RequestResult.RESPONDED
                    : results[random.nextInt(results.length)]);
            left = forward(forwarder, crash, left);
          }
        }
      }
      assertProfile();
    }

    /** Forwards some updates, and returns those that are left. */
    private List<AudienceUpdate> forward(
        AudienceForwarder forwarder, Crash crash, List<AudienceUpdate> left) {
      int count = 1 + random.nextInt(Math.min(4, left.size()));
      List<AudienceUpdate> again = new ArrayList<>(left.subList(count, left.size()));
      for (UserOutcome outcome : forwarder.forward(left.subList(0, count)).outcomes()) {
        log.add("%s, crashed %s".formatted(outcome, crash.happened()));
        boolean accepted = outcome instanceof Accepted || outcome instanceof Unchanged;
        if (!accepted || crash.happened()) {
          again.add(random.nextInt(again.size() + 1), outcome.update());
        }
      }
      return again;
    }

    private void assertProfile() {
      new NewestStatements(updates)
          .assertHolds(
              mode,
              AUDIENCES,
              workspace.profiles().byExternalId("u"),
              description + "\n" + String.join("\n", log));
    }
  }
}
