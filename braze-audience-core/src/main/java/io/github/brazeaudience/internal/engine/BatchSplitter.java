package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the users that made Braze refuse a batch, by splitting refused batches in half. If Braze
 * refuses every single user, the request itself is invalid.
 */
final class BatchSplitter {
  /** Number of fully refused batches that make the request itself invalid. */
  private static final int FULL_REFUSALS_UNTIL_INVALID = 2;

  private final Batcher batcher;

  BatchSplitter(Batcher batcher) {
    this.batcher = batcher;
  }

  /** Search for the bad users of one batch, shared by all of its parts. */
  static final class Search {
    private int openParts = 1;
    private boolean allRefused = true;

    /**
     * Records the end of a part.
     *
     * @return true if the search is over and every user was refused
     */
    private boolean partEnded(boolean refused) {
      openParts--;
      allRefused &= refused;
      return openParts == 0 && allRefused;
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

    private boolean addFullRefusal() {
      fullRefusals++;
      return fullRefusals >= FULL_REFUSALS_UNTIL_INVALID;
    }

    /** Counts a full refusal once as many users were refused alone as fit into a request. */
    private boolean addRefusedAlone(UserIdentifier user) {
      refusedAlone.add(user);
      if (refusedAlone.size() < PayloadLimits.MAX_OBJECTS) {
        return false;
      }
      refusedAlone.clear();
      return addFullRefusal();
    }
  }

  /** {@return the two halves of a refused batch} */
  List<Batch> split(Batch batch) {
    Search search = batch.search() != null ? batch.search() : new Search();
    search.openParts++;
    List<UserWrite> writes = batch.writes();
    int half = (writes.size() + 1) / 2;
    return List.of(
        batcher.part(batch, writes.subList(0, half)).partOf(search),
        batcher.part(batch, writes.subList(half, writes.size())).partOf(search));
  }

  /** {@return a batch of those writes of a batch that are sent again} */
  Batch remainder(Batch batch, List<UserWrite> writes) {
    Search search = batch.search();
    if (search != null) {
      search.allRefused = false;
    }
    return batcher.part(batch, writes).partOf(search);
  }

  /** Records the end of a batch, unless it is the refusal of its only user. */
  void ended(Batch batch) {
    if (batch.search() != null) {
      var unused = batch.search().partEnded(false);
    }
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
        ? search.partEnded(true) && evidence.addFullRefusal()
        : evidence.addRefusedAlone(batch.writes().get(0).user());
  }
}
