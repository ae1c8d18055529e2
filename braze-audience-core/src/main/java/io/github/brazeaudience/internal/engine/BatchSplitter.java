package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.resilience.RequestSizeLimit;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Splits batches that Braze refused. Halves find the users that made Braze refuse a batch; if Braze
 * refuses every single user, the request itself is invalid, and if it accepts all parts, the batch
 * had too many objects. A batch that is known to have too many is split into parts that fit.
 */
final class BatchSplitter {
  /**
   * Number of fully refused batches that make the request itself invalid. If requests have fewer
   * objects than usual, more batches with as many users in total.
   */
  private static final int FULL_REFUSALS_UNTIL_INVALID = 2;

  private final Batcher batcher;
  private final RequestSizeLimit size;

  BatchSplitter(Batcher batcher, RequestSizeLimit size) {
    this.batcher = batcher;
    this.size = size;
  }

  /** Search for the bad users of one refused batch, shared by its parts. */
  static final class Search {
    /** The search that the batch was a part of, or null. */
    private final @Nullable Search parent;

    private final int users;
    private int openParts;
    private boolean allRefused = true;
    private boolean allAccepted = true;

    private Search(@Nullable Search parent, int users) {
      this.parent = parent;
      this.users = users;
    }

    /** Returns true if all parts may yet be accepted. */
    boolean mayBeTooLong() {
      return allAccepted && openParts > 0;
    }
  }

  /** Refusals of one call without an acceptance in between. */
  static final class Evidence {
    private int fullRefusals;
    private final Set<UserIdentifier> refusedAlone = new HashSet<>(0);

    /** Forgets all refusals, because Braze accepted a user. */
    void clear() {
      fullRefusals = 0;
      refusedAlone.clear();
    }

    private boolean addFullRefusal(int maxObjects) {
      fullRefusals++;
      return fullRefusals * maxObjects >= FULL_REFUSALS_UNTIL_INVALID * PayloadLimits.MAX_OBJECTS;
    }

    /** Counts a full refusal once as many users were refused alone as fit into a request. */
    private boolean addRefusedAlone(UserIdentifier user, int maxObjects) {
      refusedAlone.add(user);
      if (refusedAlone.size() < maxObjects) {
        return false;
      }
      refusedAlone.clear();
      return addFullRefusal(maxObjects);
    }
  }

  /** Returns the parts of a batch that Braze refused: its halves, or smaller ones. */
  List<Batch> split(Batch batch) {
    int users = batch.writes().size();
    int half = (users + 1) / 2;
    Search search = new Search(batch.search(), users);
    if (size.isAccepted(users)) {
      // This part is not too long, so the batches that it is a part of need not be either.
      for (Search outer = batch.search(); outer != null; outer = outer.parent) {
        outer.allAccepted = false;
      }
    }
    batch.splitBy(search);
    int most = Math.min(half, size.current());
    List<Batch> parts = batcher.parts(batch.call(), batch.writes(), most, batch.deadlineNanos());
    search.openParts = parts.size();
    parts.forEach(part -> part.partOf(search));
    return parts;
  }

  /**
   * Returns true if a batch has more objects than Braze accepts, or is part of one that had, so
   * there is no bad user to find.
   */
  boolean isTooLarge(Batch batch) {
    if (batcher.isTooLarge(batch)) {
      return true;
    }
    Search search = batch.search();
    while (search != null && !size.isRefused(search.users)) {
      search = search.parent;
    }
    return search != null;
  }

  /**
   * Returns a batch that is too large and those of other batches that can be resized together with
   * it, so fewer requests result.
   */
  List<Batch> tooLargeWith(Batch batch, List<Batch> others) {
    List<Batch> tooLarge = new ArrayList<>(List.of(batch));
    for (Batch other : others) {
      if (batch.call() == other.call()
          && batch.failures() == other.failures()
          && isTooLarge(other)) {
        tooLarge.add(other);
      }
    }
    return tooLarge;
  }

  /**
   * Forms a batch that fits from the writes of batches that are too large, and a batch of the other
   * writes. They belong to no search and keep the number of failures.
   *
   * @param tooLarge the result of {@link #tooLargeWith}
   */
  List<Batch> resize(List<Batch> tooLarge) {
    List<UserWrite> writes = new ArrayList<>();
    Batch first = tooLarge.get(0);
    long deadlineNanos = first.deadlineNanos();
    int tooLong = Integer.MAX_VALUE;
    for (Batch batch : tooLarge) {
      ended(batch, false);
      tooLong = batch.tooLong() > 0 ? Math.min(tooLong, batch.tooLong()) : tooLong;
      writes.addAll(batch.writes());
      if (batch.deadlineNanos() - deadlineNanos < 0) {
        deadlineNanos = batch.deadlineNanos();
      }
    }
    List<Batch> resized = batcher.cut(first.call(), writes, tooLong, deadlineNanos);
    resized.forEach(batch -> batch.afterFailures(first.failures()));
    if (first.hasRetryToken()) {
      resized.get(0).retryTokenAcquired();
    }
    return resized;
  }

  /** {@return a batch of those writes of a batch that are sent again} */
  Batch remainder(Batch batch, List<UserWrite> writes) {
    Search search = batch.search();
    if (search != null) {
      search.allRefused = false;
      search.allAccepted = false;
    }
    return batcher.part(batch, writes).partOf(search);
  }

  /**
   * Records the end of a batch, unless it is the refusal of its only user.
   *
   * @param accepted true if Braze accepted all of its users
   */
  void ended(Batch batch, boolean accepted) {
    var unused = partEnded(batch.search(), false, accepted);
  }

  /**
   * Records the end of a part of a search, and of the searches that end with it.
   *
   * @return true if the outermost search is over and every user was refused
   */
  private boolean partEnded(@Nullable Search part, boolean refused, boolean accepted) {
    if (part == null) {
      return refused;
    }
    part.openParts--;
    part.allRefused &= refused;
    part.allAccepted &= accepted;
    if (part.openParts > 0) {
      return false;
    }
    if (part.allAccepted) {
      size.onSuspected(part.users);
    }
    return partEnded(part.parent, part.allRefused, part.allAccepted);
  }

  /**
   * Records that Braze refused a batch with one user.
   *
   * @return true if the request itself is invalid
   */
  boolean refusedAlone(Batch batch) {
    Evidence evidence = batch.call().refusals();
    Search search = batch.search();
    return search != null
        ? partEnded(search, true, false) && evidence.addFullRefusal(size.current())
        : evidence.addRefusedAlone(batch.writes().get(0).user(), size.current());
  }
}
