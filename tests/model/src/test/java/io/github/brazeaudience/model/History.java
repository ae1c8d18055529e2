package io.github.brazeaudience.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.testing.internal.ExportEndpoint;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.ProfileData;
import io.github.brazeaudience.testing.internal.Rejection;
import io.github.brazeaudience.testing.internal.TrackEndpoint;
import io.github.brazeaudience.testing.internal.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random history of one source, one store, one workspace and a sequence of forwarders. */
final class History {
  private static final List<String> USERS = List.of("u0", "u1", "u2");

  private static final int CALLS = 25;
  private static final SendSegmentsAs ALL_FORMS = SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT;

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
  private final UnnecessaryWrites unnecessaryWrites;
  private final List<String> log = new ArrayList<>();

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
    this.unnecessaryWrites = new UnnecessaryWrites(modes, unknownUsers, models);
  }

  void run() {
    int calls = 0;
    while (calls < CALLS) {
      Crash crash = random.nextInt(3) == 0 ? Crash.after(1 + random.nextInt(14)) : Crash.never();
      SendSegmentsAs mode = modes.get(random.nextInt(modes.size()));
      try (ModelProcess process = process(mode, crash)) {
        int left = 1 + random.nextInt(10);
        while (left-- > 0 && !crash.happened()) {
          process.transport.requestResult(requestResult());
          call(process);
          calls++;
        }
      }
    }
    finish();
    assertThat(unnecessaryWrites.found()).as(toString()).isEmpty();
    assertThat(workspace.losses()).as(description).isEmpty();
  }

  private ModelProcess process(SendSegmentsAs mode, Crash crash) {
    WorkspaceTransport transport =
        new WorkspaceTransport(endpoint, exports, crash, this::noteWrites);
    return new ModelProcess(mode, crash, durable, transport, unknownUsers);
  }

  private WorkspaceTransport.RequestResult requestResult() {
    WorkspaceTransport.RequestResult[] results = WorkspaceTransport.RequestResult.values();
    return random.nextInt(2) == 0
        ? WorkspaceTransport.RequestResult.RESPONDED
        : results[random.nextInt(results.length)];
  }

  private void call(ModelProcess process) {
    for (String user : USERS) {
      poison(user, random.nextInt(10) == 0);
      process.store.takeCommits(user);
      process.transport.takeExported(user);
      unnecessaryWrites.before(user, attributes(user));
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
                unnecessaryWrites.unconfirmed(user);
              }
            });
  }

  private void forward(ModelProcess process, Map<String, MembershipRecord> records) {
    List<AudienceUpdate> updates = new ArrayList<>();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      updates.add(source.update(USERS.get(random.nextInt(USERS.size()))));
    }
    log.add("%s %s".formatted(process.mode, updates.stream().map(UpdateText::text).toList()));
    Map<String, Boolean> written = new HashMap<>();
    for (UserOutcome outcome : process.forwarder.forward(updates).outcomes()) {
      String user = UpdateText.user(outcome.update());
      boolean held =
          process.crash.happened()
              ? written.computeIfAbsent(user, u -> process.isWritten(u, records.get(u)))
              : outcome instanceof Accepted || outcome instanceof Unchanged;
      note(process, user, outcome, held);
    }
  }

  private void note(ModelProcess process, String user, UserOutcome outcome, boolean held) {
    log.add("  %s %s, crashed %s: %s".formatted(user, held, process.crash.happened(), outcome));
    MembershipModel model = models.get(user);
    boolean neverWritten = outcome instanceof Rejected && outcome.attempts() == 0;
    if (held && !neverWritten) {
      model.accept(outcome.update(), process.mode);
    } else if (!neverWritten && process.mayBeUnconfirmed(outcome)) {
      model.addUnconfirmed(outcome.update(), process.mode);
    }
  }

  private void retire(ModelProcess process, Map<String, MembershipRecord> records) {
    long id = source.retired();
    log.add(String.format(Locale.ROOT, "%s retire %d", process.mode, id));
    Map<String, UserOutcome> outcomes = new HashMap<>();
    boolean died = false;
    try {
      process.forwarder.retire(id, o -> outcomes.put(UpdateText.user(o.update()), o));
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

  private void rename(ModelProcess process, Map<String, MembershipRecord> records) {
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
      process.forwarder.rename(audience, o -> outcomes.put(UpdateText.user(o.update()), o));
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
      } else if (process.mayBeUnconfirmed(outcomes.get(user))) {
        models.get(user).unconfirmedClaim(audience.id(), name);
      }
    }
  }

  /** Users without a membership in the audience have no outcome. */
  private boolean isDone(
      ModelProcess process,
      String user,
      @Nullable UserOutcome outcome,
      boolean died,
      Map<String, MembershipRecord> records) {
    boolean done =
        (died || process.crash.happened())
            ? process.isWritten(user, records.get(user))
            : outcome == null || outcome instanceof Accepted || outcome instanceof Unchanged;
    log.add("  %s %s, crashed %s: %s".formatted(user, done, process.crash.happened(), outcome));
    return done;
  }

  private void poison(String user, boolean rejected) {
    if (!rejected) {
      unnecessaryWrites.poisoned(user, false);
      endpoint.heal(user);
    } else {
      unnecessaryWrites.poisoned(user, true);
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
    try (ModelProcess process = process(mode, Crash.never())) {
      for (String user : USERS) {
        AudienceUpdate last = source.update(user);
        log.add("finish %s %s".formatted(mode, UpdateText.text(last)));
        note(process, user, last);
      }
    }
    if (modes.size() > 1) {
      try (ModelProcess process = process(ALL_FORMS, Crash.never())) {
        USERS.forEach(user -> note(process, user, source.email(user)));
      }
    }
    USERS.forEach(
        user ->
            new ProfileComparison(this + ", user " + user, models.get(user), attributes(user))
                .assertEqual(modes));
  }

  private void note(ModelProcess process, String user, AudienceUpdate update) {
    unnecessaryWrites.before(user, attributes(user));
    UserOutcome outcome = process.forwarder.forward(List.of(update)).outcomes().get(0);
    if (outcome.reason().equals(Optional.of(Reason.NEEDS_FULL_MEMBERSHIP))) {
      update = MembershipSnapshot.of(UserProfile.ofCustomerId(user), Audience.of(1, "N1"));
      outcome = process.forwarder.forward(List.of(update)).outcomes().get(0);
    }
    boolean held = outcome instanceof Accepted || outcome instanceof Unchanged;
    assertThat(held).as("%s: %s", this, outcome).isTrue();
    note(process, user, outcome, true);
  }

  private void noteWrites(byte[] body) {
    for (Map<?, ?> object : UnnecessaryWrites.objects(body)) {
      log.add("  -> " + object);
      unnecessaryWrites.note(object);
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

  @Override
  public String toString() {
    return description
        + (Boolean.getBoolean("history") ? "\n" + String.join("\n", log) + "\n" : "");
  }
}
