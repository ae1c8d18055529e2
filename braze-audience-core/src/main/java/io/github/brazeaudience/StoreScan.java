package io.github.brazeaudience;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.internal.membership.MembershipSettings;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.payload.PayloadLimits;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Scan of a membership store that creates an update for each user affected by an operation. */
final class StoreScan {
  private static final System.Logger LOGGER = System.getLogger(StoreScan.class.getName());

  private final MembershipSettings membership;
  private final Predicate<MembershipRecord> isAffected;
  private final Function<String, AudienceUpdate> update;

  private StoreScan(
      MembershipSettings membership,
      Predicate<MembershipRecord> isAffected,
      Function<String, AudienceUpdate> update) {
    this.membership = membership;
    this.isAffected = isAffected;
    this.update = update;
  }

  static StoreScan retiring(MembershipSettings membership, long audienceId) {
    return new StoreScan(
        membership,
        record -> record.damage().isPresent() || membership.rules().holds(record, audienceId),
        user -> AudienceRetirement.of(user, audienceId));
  }

  static StoreScan renaming(MembershipSettings membership, Audience audience) {
    return new StoreScan(
        membership,
        record ->
            record.damage().isPresent()
                || membership.rules().holdsUnderAnotherName(record, audience),
        user -> AudienceRenaming.of(user, audience));
  }

  Scan scan() {
    return new Scan();
  }

  record Cost(long users, long requests, long dataPoints) {}

  long count() {
    return updates().count();
  }

  /** Plans one request at a time, in constant memory. */
  Cost cost(DryRunPlanner planner) {
    long users = 0;
    long requests = 0;
    long dataPoints = 0;
    Iterator<AudienceUpdate> all = updates().iterator();
    while (all.hasNext()) {
      List<AudienceUpdate> some = new ArrayList<>(PayloadLimits.MAX_OBJECTS);
      while (all.hasNext() && some.size() < PayloadLimits.MAX_OBJECTS) {
        some.add(all.next());
      }
      ForwardPlan plan = planner.plan(some);
      users += some.size();
      requests += plan.requests();
      dataPoints += plan.dataPoints();
    }
    return new Cost(users, requests, dataPoints);
  }

  /** Iterator that reads to the end, or until the store fails, which is logged. */
  final class Scan implements Iterator<AudienceUpdate> {
    private final Iterator<AudienceUpdate> updates = updates().iterator();
    private boolean failed;

    @Override
    public boolean hasNext() {
      try {
        return !failed && updates.hasNext();
      } catch (Throwable e) {
        SafeLog.warn(LOGGER, "the membership store could not be read to its end", e);
        failed = true;
        return false;
      }
    }

    @Override
    public AudienceUpdate next() {
      return updates.next();
    }

    boolean failed() {
      return failed;
    }
  }

  private Stream<AudienceUpdate> updates() {
    return new StoredRecords(membership)
        .stream().filter(it -> isAffected.test(it.record())).map(it -> update.apply(it.user()));
  }
}
