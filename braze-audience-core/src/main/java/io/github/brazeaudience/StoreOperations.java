package io.github.brazeaudience;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.internal.membership.MembershipSettings;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NameConflict;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.Processing;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.RenamingPlan;
import io.github.brazeaudience.outcome.RetirementPlan;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Operations on all users of a membership store: retires and renames audiences. */
final class StoreOperations {
  private static final System.Logger LOGGER = System.getLogger(AudienceForwarder.class.getName());

  private final MembershipSettings membership;
  private final CallContext context;
  private final DryRunPlanner planner;
  private final Forwarding forwarding;

  interface Forwarding {
    ForwardSummary forwardAll(Iterator<AudienceUpdate> updates, OutcomeHandler handler);
  }

  StoreOperations(
      MembershipSettings membership,
      CallContext context,
      DryRunPlanner planner,
      Forwarding forwarding) {
    this.membership = membership;
    this.context = context;
    this.planner = planner;
    this.forwarding = forwarding;
  }

  RetirementPlan planRetirement(long audienceId) {
    StoreScan.Cost cost = StoreScan.retiring(membership, audienceId).cost(planner);
    return RetirementPlan.of(cost.users(), cost.requests(), cost.dataPoints());
  }

  ForwardSummary retire(long audienceId, OutcomeHandler handler) {
    return forward(StoreScan.retiring(membership, audienceId), handler);
  }

  RenamingPlan planRenaming(Audience audience) {
    StoreScan users = StoreScan.renaming(membership, audience);
    Optional<NameConflict> conflict = conflict(audience);
    if (conflict.isPresent()) {
      return RenamingPlan.refused(users.count(), conflict.get());
    }
    StoreScan.Cost cost = users.cost(planner);
    return RenamingPlan.of(cost.users(), cost.requests(), cost.dataPoints());
  }

  ForwardSummary rename(Audience audience, OutcomeHandler handler) {
    StoreScan users = StoreScan.renaming(membership, audience);
    Optional<NameConflict> conflict;
    try {
      conflict = conflict(audience);
    } catch (Throwable e) {
      // The name may be taken on a profile that cannot be read, so nothing is written.
      SafeLog.warn(LOGGER, "the membership store could not be searched for the owner of a name", e);
      return ForwardSummary.builder().truncated(true).processing(nothingSent()).build();
    }
    return conflict.isPresent()
        ? refuse(users.scan(), conflict.get(), handler)
        : forward(users, handler);
  }

  void forget(String externalId) {
    membership.call(
        () -> {
          membership
              .store()
              .update(membership.namespace(), Map.of(externalId, RecordChange.removal()));
          return externalId;
        });
  }

  /**
   * Finds a profile on which another audience owns the new name of an audience. Damaged records are
   * skipped here; the rename itself reports them.
   */
  private Optional<NameConflict> conflict(Audience audience) {
    StoredRecords records = new StoredRecords(membership);
    while (records.hasNext()) {
      MembershipRecord record = records.next().record();
      if (record.damage().isPresent()) {
        continue; // Nothing is written to this user before the record is forgotten.
      }
      OptionalLong owner = membership.rules().otherOwner(record, audience);
      if (owner.isPresent()) {
        AttributeNames names = context.settings().config().attributeNames();
        String name = names.perSegment(audience.externalName().orElse(""));
        return Optional.of(new NameConflict(audience.id(), owner.getAsLong(), name));
      }
    }
    return Optional.empty();
  }

  /**
   * If the store cannot be read to its end, the users before the failure keep their outcomes, and
   * the counts are truncated.
   */
  private ForwardSummary forward(StoreScan users, OutcomeHandler handler) {
    StoreScan.Scan scan = users.scan();
    ForwardSummary.Builder counts = ForwardSummary.builder();
    ForwardSummary summary =
        forwarding.forwardAll(
            scan,
            outcome -> {
              counts.add(outcome);
              handler.handle(outcome);
            });
    return scan.failed()
        ? counts
            .requests(summary.requests())
            .dataPoints(summary.dataPoints())
            .truncated(true)
            .processing(summary.processing())
            .build()
        : summary;
  }

  private Processing nothingSent() {
    return context.processing().processing(context.processing().newGroups());
  }

  private ForwardSummary refuse(
      StoreScan.Scan users, NameConflict conflict, OutcomeHandler handler) {
    long startedAt = context.nanoTime();
    ForwardSummary.Builder counts = ForwardSummary.builder();
    boolean truncated = false;
    for (long index = 0; !truncated && users.hasNext(); index++) {
      UserOutcome outcome =
          Rejected.of(index, users.next(), 0, Reason.NAME_CONFLICT, conflict.message());
      counts.add(outcome);
      handler.handle(outcome);
      truncated = Thread.currentThread().isInterrupted();
    }
    ForwardSummary summary =
        counts.truncated(truncated || users.failed()).processing(nothingSent()).build();
    context.callFinished(summary, startedAt);
    return summary;
  }
}
