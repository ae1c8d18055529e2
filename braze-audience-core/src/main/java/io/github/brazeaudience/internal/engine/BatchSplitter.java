package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.resilience.RequestSizeLimit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits batches that Braze refused. Halves find the users that made Braze refuse a batch; if Braze
 * refuses every single user, the request itself is invalid, and if it accepts all parts, the batch
 * had too many objects. A batch that is known to have too many is split into parts that fit.
 */
final class BatchSplitter {
  private final Batcher batcher;
  private final RequestSizeLimit size;

  BatchSplitter(Batcher batcher, RequestSizeLimit size) {
    this.batcher = batcher;
    this.size = size;
  }

  /** Returns the halves of a batch that Braze refused, or smaller parts if these are too large. */
  List<Batch> halve(Batch batch) {
    int users = batch.writes().size();
    int half = (users + 1) / 2;
    RefusalSearch search = new RefusalSearch(batch.search(), users);
    if (size.isAccepted(users)) {
      // This part is not too long, so the batches that it is a part of need not be either.
      for (RefusalSearch outer = batch.search(); outer != null; outer = outer.parent) {
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
    RefusalSearch search = batch.search();
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
      tooLong = batch.refusedSize() > 0 ? Math.min(tooLong, batch.refusedSize()) : tooLong;
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
    RefusalSearch search = batch.search();
    if (search != null) {
      search.allRefused = false;
      search.allAccepted = false;
    }
    return batcher.part(batch, writes).partOf(search);
  }

  /**
   * Records the end of a batch, unless it is the refusal of its only user.
   *
   * @param accepted true if Braze accepted it, so no bad user in it is the reason of an earlier
   *     refusal
   */
  void ended(Batch batch, boolean accepted) {
    var unused = partEnded(batch.search(), false, accepted);
  }

  /**
   * Records the end of a part of a search, and of the searches that end with it.
   *
   * @return true if the outermost search is over and every user was refused
   */
  private boolean partEnded(@Nullable RefusalSearch part, boolean refused, boolean accepted) {
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
    RefusalEvidence evidence = batch.call().refusals();
    RefusalSearch search = batch.search();
    return search != null
        ? partEnded(search, true, false) && evidence.addFullRefusal(size.current())
        : evidence.addRefusedAlone(batch.writes().get(0).user(), size.current());
  }
}
