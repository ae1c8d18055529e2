package io.github.brazeaudience;

import io.github.brazeaudience.internal.membership.MembershipSettings;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Iterator over all records of a membership store, which reads page by page. */
final class StoredRecords implements Iterator<StoredRecord> {
  private static final int PAGE = 1_000;

  private final MembershipSettings membership;
  private final Supplier<Duration> timeLeft;
  private Iterator<StoredRecord> page = List.<StoredRecord>of().iterator();
  private @Nullable String last;
  private boolean ended;

  StoredRecords(MembershipSettings membership) {
    this(membership, () -> MembershipSettings.CALL_LIMIT);
  }

  /** {@code timeLeft} is the time that the store has to return the next page. */
  StoredRecords(MembershipSettings membership, Supplier<Duration> timeLeft) {
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

  /** {@return the names of the attributes per segment of each user} */
  static Iterator<Set<String>> segmentAttributes(
      MembershipSettings membership, Supplier<Duration> timeLeft) {
    return new StoredRecords(membership, timeLeft)
        .stream().map(stored -> membership.rules().segmentAttributes(stored.record())).iterator();
  }

  /** {@return the records that have not been read, one page at a time} */
  Stream<StoredRecord> stream() {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, 0), false);
  }
}
