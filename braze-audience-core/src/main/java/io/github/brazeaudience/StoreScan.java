package io.github.brazeaudience;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.internal.membership.MembershipSettings;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.NameConflict;
import io.github.brazeaudience.payload.PayloadLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Scan of a membership store that creates an update for each user affected by an operation. */
final class StoreScan {
  private static final System.Logger LOGGER = System.getLogger(StoreScan.class.getName());
  private static final int PAGE = 1_000;

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

  /** {@return a scan of the users that may have a retired audience} */
  static StoreScan retiring(MembershipSettings membership, long audienceId) {
    return new StoreScan(
        membership,
        record -> record.damage().isPresent() || membership.rules().holds(record, audienceId),
        user -> AudienceRetirement.of(user, audienceId));
  }

  /** {@return a scan of the users that have the attribute of an audience under an old name} */
  static StoreScan renaming(MembershipSettings membership, Audience audience) {
    return new StoreScan(
        membership,
        record ->
            record.damage().isPresent()
                || membership.rules().holdsUnderAnotherName(record, audience),
        user -> AudienceRenaming.of(user, audience));
  }

  /** {@return an iterator that ends early if the store cannot be read} */
  Scan scan() {
    return new Scan();
  }

  /**
   * Finds a profile on which another audience owns the new name of an audience. Damaged records are
   * skipped here; the rename itself reports them.
   */
  static Optional<NameConflict> conflict(
      MembershipSettings membership, AttributeNames names, Audience audience) {
    Records records = new Records(membership);
    while (records.hasNext()) {
      MembershipRecord record = records.next().record();
      if (record.damage().isPresent()) {
        continue; // Nothing is written to this user before the record is forgotten.
      }
      OptionalLong owner = membership.rules().otherOwner(record, audience);
      if (owner.isPresent()) {
        String name = names.perSegment(audience.externalName().orElse(""));
        return Optional.of(new NameConflict(audience.id(), owner.getAsLong(), name));
      }
    }
    return Optional.empty();
  }

  /** {@return the names of the attributes per segment of each user, read page by page} */
  static Iterator<Set<String>> segmentAttributes(
      MembershipSettings membership, Supplier<Duration> timeLeft) {
    return values(
        new Records(membership, timeLeft),
        stored -> membership.rules().segmentAttributes(stored.record()));
  }

  /** {@return a value of each record, read page by page} */
  static <T> Iterator<T> records(MembershipSettings membership, Function<StoredRecord, T> value) {
    return values(new Records(membership), value);
  }

  private static <T> Iterator<T> values(Records records, Function<StoredRecord, T> value) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return records.hasNext();
      }

      @Override
      public T next() {
        return value.apply(records.next());
      }
    };
  }

  Iterator<AudienceUpdate> updates() {
    return new Updates();
  }

  /** Cost of a scan. */
  record Cost(long users, long requests, long dataPoints) {}

  long count() {
    long users = 0;
    for (Iterator<AudienceUpdate> all = updates(); all.hasNext(); all.next()) {
      users++;
    }
    return users;
  }

  /** Plans one request at a time, in constant memory. */
  Cost cost(DryRunPlanner planner) {
    long users = 0;
    long requests = 0;
    long dataPoints = 0;
    Iterator<AudienceUpdate> all = new Updates();
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
    private final Updates updates = new Updates();
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

  /** Iterator over all records, which reads page by page. */
  private static final class Records implements Iterator<StoredRecord> {
    private final MembershipSettings membership;
    private final Supplier<Duration> timeLeft;
    private Iterator<StoredRecord> page = List.<StoredRecord>of().iterator();
    private @Nullable String last;
    private boolean ended;

    Records(MembershipSettings membership) {
      this(membership, () -> MembershipSettings.CALL_LIMIT);
    }

    /**
     * Starts before the first record.
     *
     * @param timeLeft the time in which the store has to return the next page
     */
    Records(MembershipSettings membership, Supplier<Duration> timeLeft) {
      this.membership = membership;
      this.timeLeft = timeLeft;
    }

    @Override
    public boolean hasNext() {
      if (!page.hasNext() && !ended) {
        List<StoredRecord> read =
            membership.call(
                () -> membership.store().page(membership.namespace(), last, PAGE), timeLeft.get());
        page = read.iterator();
        ended = read.isEmpty();
      }
      return page.hasNext();
    }

    @Override
    public StoredRecord next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more records");
      }
      StoredRecord next = page.next();
      last = next.user();
      return next;
    }
  }

  private final class Updates implements Iterator<AudienceUpdate> {
    private final Records records = new Records(membership);
    private @Nullable AudienceUpdate next;

    @Override
    public boolean hasNext() {
      while (next == null && records.hasNext()) {
        StoredRecord stored = records.next();
        if (isAffected.test(stored.record())) {
          next = update.apply(stored.user());
        }
      }
      return next != null;
    }

    @Override
    public AudienceUpdate next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException("no more affected users");
      }
      AudienceUpdate update = next;
      next = null;
      return update;
    }
  }
}
