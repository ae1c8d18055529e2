package io.github.brazeaudience;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.delivery.DeliverySettings;
import io.github.brazeaudience.delivery.MembershipSettings;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.RetirementPlan;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadLimits;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One update for each user of a membership store whom something concerns. */
final class StoredUsers {
  private static final int PAGE = 1_000;

  private final MembershipSettings membership;
  private final Predicate<MembershipRecord> concerned;
  private final Function<String, AudienceUpdate> update;

  private StoredUsers(
      MembershipSettings membership,
      Predicate<MembershipRecord> concerned,
      Function<String, AudienceUpdate> update) {
    this.membership = membership;
    this.concerned = concerned;
    this.update = update;
  }

  /** Those who have something of an audience that is gone. */
  static StoredUsers retiring(MembershipSettings membership, long audienceId) {
    return new StoredUsers(
        membership,
        record -> record.damage().isPresent() || membership.rules().holds(record, audienceId),
        user -> AudienceRetirement.of(user, audienceId));
  }

  /** Those who have the attribute of an audience under an old name. */
  static StoredUsers renaming(MembershipSettings membership, Audience audience) {
    return new StoredUsers(
        membership,
        record ->
            record.damage().isPresent()
                || membership.rules().holdsUnderAnotherName(record, audience),
        user -> AudienceRenaming.of(user, audience));
  }

  Iterator<AudienceUpdate> updates() {
    return new Updates();
  }

  /** As many users at a time as a request takes, so that the plan needs little memory. */
  RetirementPlan plan(PayloadBuilder payload, DeliverySettings settings) {
    long users = 0;
    long requests = 0;
    long dataPoints = 0;
    Iterator<AudienceUpdate> all = updates();
    while (all.hasNext()) {
      List<AudienceUpdate> some = new ArrayList<>(PayloadLimits.MAX_OBJECTS);
      while (all.hasNext() && some.size() < PayloadLimits.MAX_OBJECTS) {
        some.add(all.next());
      }
      ForwardPlan plan = Plan.of(payload, settings, some);
      users += some.size();
      requests += plan.requests();
      dataPoints += plan.dataPoints();
    }
    return RetirementPlan.of(users, requests, dataPoints);
  }

  /** Reads page by page. */
  private final class Updates implements Iterator<AudienceUpdate> {
    private Iterator<StoredRecord> page = List.<StoredRecord>of().iterator();
    private @Nullable String last;
    private @Nullable AudienceUpdate next;
    private boolean ended;

    @Override
    public boolean hasNext() {
      while (next == null && !ended) {
        if (page.hasNext()) {
          StoredRecord stored = page.next();
          last = stored.user();
          if (concerned.test(stored.record())) {
            next = update.apply(stored.user());
          }
        } else {
          List<StoredRecord> read =
              membership.call(() -> membership.store().page(membership.namespace(), last, PAGE));
          page = read.iterator();
          ended = read.isEmpty();
        }
      }
      return next != null;
    }

    @Override
    public AudienceUpdate next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException("no further user is concerned");
      }
      AudienceUpdate update = next;
      next = null;
      return update;
    }
  }
}
