package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.engine.UpdateMerger;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.internal.engine.WriteContent;
import io.github.brazeaudience.internal.membership.MembershipSettings;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadEncoder;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.payload.RequestBody;
import io.github.brazeaudience.policy.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans the requests of a call without sending them or changing the membership store. */
final class DryRunPlanner {
  private final PayloadBuilder payload;
  private final @Nullable MembershipSettings membership;
  private final TimeSource time;

  DryRunPlanner(PayloadBuilder payload, @Nullable MembershipSettings membership, TimeSource time) {
    this.payload = payload;
    this.membership = membership;
    this.time = time;
  }

  /** Throws what the store throws. */
  ForwardPlan plan(List<AudienceUpdate> updates) {
    List<UserOutcome> unsent = new ArrayList<>();
    UpdateMerger merger = new UpdateMerger(payload, membership != null, unsent::add);
    for (int i = 0; i < updates.size(); i++) {
      merger.add(i, updates.get(i));
    }
    List<UserWrite> writes = merger.drain();
    WriteContent.Merger contents = new WriteContent.Merger(payload);
    writes.stream()
        .filter(write -> !write.isIdentified())
        .forEach(write -> write.resolve(contents.notLookedUp(write)));
    if (membership != null) {
      resolve(writes, membership, time.now());
    }
    writes.forEach(write -> unsent.addAll(write.unsent()));
    unsent.sort(Comparator.comparingLong(UserOutcome::index));
    List<UserWrite> sent = writes.stream().filter(write -> !write.isEmpty()).toList();
    long dataPoints = sent.stream().mapToLong(UserWrite::dataPoints).sum();
    return ForwardPlan.of(bodies(sent), unsent, dataPoints);
  }

  private void resolve(List<UserWrite> writes, MembershipSettings store, Instant now) {
    List<UserWrite> unresolved = writes.stream().filter(write -> !write.isResolved()).toList();
    List<String> users = unresolved.stream().map(write -> write.user().value()).toList();
    Map<String, MembershipRecord> records = store.call(() -> store.read(users));
    WriteContent.Merger merger = new WriteContent.Merger(payload);
    for (UserWrite write : unresolved) {
      write.resolve(merger.merge(write, records.get(write.user().value()), store.rules(), now));
    }
  }

  private List<byte[]> bodies(List<UserWrite> writes) {
    PayloadEncoder encoder = payload.encoder();
    List<byte[]> bodies = new ArrayList<>();
    for (int first = 0; first < writes.size(); ) {
      RequestBody body =
          encoder.body(
              writes.stream()
                  .skip(first)
                  .limit(PayloadLimits.MAX_OBJECTS)
                  .map(UserWrite::attributes)
                  .toList());
      bodies.add(body.bytes());
      first += body.objects();
    }
    return bodies;
  }
}
