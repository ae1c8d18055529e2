package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The requests that some writes would make, if none had to be repeated. */
public record PlannedDelivery(List<byte[]> bodies, long dataPoints) {
  static final DeliverySink NOBODY =
      new DeliverySink() {
        @Override
        public void finished(List<UserOutcome> outcomes) {}

        @Override
        public void done(Totals totals) {}
      };

  /**
   * Puts writes into batches as a call does. Those that the membership store has a say in are
   * decided first; nothing in it changes.
   *
   * @param unsent takes the outcomes of updates that would not be sent
   * @throws RuntimeException whatever the store throws
   */
  public static PlannedDelivery of(
      List<UserWrite> writes,
      PayloadBuilder payload,
      DeliverySettings settings,
      Consumer<UserOutcome> unsent) {
    MembershipSettings membership = settings.membership();
    if (membership != null) {
      decide(writes, payload, membership, settings.timeSource().now());
    }
    List<UserWrite> sent = new ArrayList<>(writes.size());
    for (UserWrite write : writes) {
      write.unsent().forEach(unsent);
      if (!write.isOver()) {
        sent.add(write);
      }
    }
    return batches(sent, payload.encoder());
  }

  private static void decide(
      List<UserWrite> writes, PayloadBuilder payload, MembershipSettings membership, Instant now) {
    List<UserWrite> undecided = writes.stream().filter(write -> !write.isDecided()).toList();
    List<String> users = undecided.stream().map(write -> write.user().value()).toList();
    Map<String, MembershipRecord> records =
        membership.call(() -> RecordReads.read(membership, users));
    WriteDecider decider = new WriteDecider(payload, membership.rules());
    for (UserWrite write : undecided) {
      WriteDecider.Decided decided = decider.decide(write, records.get(write.user().value()), now);
      write.decided(decided.content(), decided.decision());
    }
  }

  private static PlannedDelivery batches(List<UserWrite> writes, PayloadEncoder encoder) {
    DeliveryCall call = new DeliveryCall(encoder, NOBODY, 0, true);
    call.ready().addAll(writes);
    call.noMoreComes();
    List<byte[]> bodies = new ArrayList<>();
    for (Batch batch = call.nextBatch(0); batch != null; batch = call.nextBatch(0)) {
      bodies.add(batch.body());
    }
    return new PlannedDelivery(bodies, writes.stream().mapToLong(UserWrite::dataPoints).sum());
  }
}
