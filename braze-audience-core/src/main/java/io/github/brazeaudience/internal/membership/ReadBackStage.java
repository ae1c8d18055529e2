package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.internal.engine.Batch;
import io.github.brazeaudience.internal.engine.Call;
import io.github.brazeaudience.internal.engine.EngineSettings;
import io.github.brazeaudience.internal.engine.ExportStage;
import io.github.brazeaudience.internal.engine.PendingUpdate;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.internal.engine.WriteResolver;
import io.github.brazeaudience.internal.wire.ExportRequest;
import io.github.brazeaudience.internal.wire.ExportedProfile;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.membership.ReadBack;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads back from Braze the profiles of users whose audiences the membership store does not know.
 * Forms requests of up to {@value #MAX_USERS} users of a call.
 */
final class ReadBackStage extends ExportStage {
  /** Maximum number of users per request. */
  static final int MAX_USERS = 50;

  private final MembershipRules rules;
  private final EngineSettings settings;
  private final Learner learner;
  private final Map<Call, Deque<UserWrite>> waiting = new HashMap<>();

  /** Consumer of the exported audiences. */
  interface Learner {
    /** Changes the records of the users of a batch, and resolves its writes. */
    void learn(Batch batch, Map<String, RecordChange> changes);
  }

  ReadBackStage(
      MembershipRules rules,
      WriteResolver.Context context,
      WriteResolver.Next next,
      Learner learner) {
    super(context, next);
    this.rules = rules;
    this.settings = context.settings();
    this.learner = learner;
  }

  @Override
  protected void keep(UserWrite write) {
    waiting.computeIfAbsent(write.call(), first -> new ArrayDeque<>()).add(write);
  }

  @Override
  protected int waiting(Call call) {
    Deque<UserWrite> writes = waiting.get(call);
    return writes == null ? 0 : writes.size();
  }

  @Override
  protected List<UserWrite> take(Call call, boolean partial) {
    Deque<UserWrite> writes = waiting.get(call);
    if (writes == null || !(partial || writes.size() >= MAX_USERS)) {
      return List.of();
    }
    List<UserWrite> taken = new ArrayList<>(MAX_USERS);
    while (taken.size() < MAX_USERS && !writes.isEmpty()) {
      taken.add(writes.remove());
    }
    if (writes.isEmpty()) {
      waiting.remove(call);
    }
    return taken;
  }

  @Override
  protected List<UserWrite> takeAll(Call call) {
    Deque<UserWrite> writes = waiting.remove(call);
    return writes == null ? List.of() : List.copyOf(writes);
  }

  @Override
  protected Batch.Request request(List<UserWrite> writes) {
    AttributeNames names = settings.config().attributeNames();
    Set<String> attributes = new HashSet<>(Set.of(names.single(), names.array()));
    List<String> externalIds = new ArrayList<>(writes.size());
    for (UserWrite write : writes) {
      externalIds.add(write.user().value());
      write.updates().forEach(it -> attributes.addAll(it.attributes().flags().keySet()));
    }
    return new Batch.Request(RequestContext.export(attributes), ExportRequest.body(externalIds));
  }

  @Override
  protected StopCause deadlineBefore(Instant nextStart) {
    return StopCause.deadlineBeforeNextReadBack(nextStart);
  }

  /** Learns the exported audiences. */
  @Override
  public void exported(Batch batch, List<ExportedProfile> profiles) {
    Map<String, Map<String, Object>> byUser = new HashMap<>();
    for (ExportedProfile profile : profiles) {
      if (profile.externalId() != null) {
        byUser.put(profile.externalId(), profile.attributes());
      }
    }
    Instant now = settings.time().now();
    Map<String, RecordChange> learned = new LinkedHashMap<>();
    for (UserWrite write : batch.writes()) {
      String user = write.user().value();
      ReadBack read =
          rules.readBack(
              write.updates().stream().map(PendingUpdate::attributes).toList(),
              byUser.get(user),
              now);
      write.readBack(read.defect().orElse(null));
      read.learned().ifPresent(change -> learned.put(user, change));
      write.call().exportEnded(write);
    }
    learner.learn(batch, learned);
  }

  @Override
  public void release(Call call) {
    super.release(call);
    waiting.remove(call);
  }

  @Override
  public void reset() {
    super.reset();
    waiting.clear();
  }
}
