package io.github.brazeaudience.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.model.WorkspaceTransport.RequestResult;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.testing.internal.ExportEndpoint;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.ProfileData;
import io.github.brazeaudience.testing.internal.TrackEndpoint;
import io.github.brazeaudience.testing.internal.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * One workspace, one store, and a sequence of processes that forward updates. One request in five
 * fails, and processes crash between any two steps.
 */
final class LateUpdateRun {
  private final int users;
  private final Random random;
  private final SendSegmentsAs mode;
  private final Supplier<MembershipStore> stores;
  private final UnknownUsers unknownUsers;
  private final Workspace workspace;
  private final TrackEndpoint endpoint;
  private final ExportEndpoint exports;
  final LateUpdates updates;
  private final String description;

  LateUpdateRun(SendSegmentsAs mode, DurableStore store, Path directory, int users) {
    long seed = Seeds.of("LateUpdatesOfManyUsersTest " + mode);
    this.random = new Random(seed);
    this.users = users;
    this.updates = new LateUpdates(users, random);
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
    int count = Math.min(left.size(), 1 + random.nextInt(2 * users));
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
    return ModelProcess.forwarder(mode, store, unknownUsers, transport).build();
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

  void assertProfiles(List<Audience> audiences) {
    assertThat(updates.byUser()).hasSize(users);
    updates
        .byUser()
        .forEach(
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
    assertThat(updates.byUser()).hasSize(users);
    updates
        .byUser()
        .forEach(
            (user, ofUser) -> {
              NewestStatements newest = new NewestStatements(List.copyOf(ofUser.values()));
              Optional<ProfileData> profile = workspace.profiles().byExternalId(user);
              newest.assertHoldsIds(mode, List.of(1L, 2L, 3L), profile, description + ", " + user);
              newest.assertHoldsSharedNames(mode, profile, description + ", " + user);
            });
    assertThat(workspace.losses()).as(description).isEmpty();
  }

  void assertNoAttributes(String... names) {
    for (String user : updates.byUser().keySet()) {
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
