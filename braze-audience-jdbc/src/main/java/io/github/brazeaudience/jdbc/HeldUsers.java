package io.github.brazeaudience.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The users whose updates are in a relay's memory. Users who are leased by the relay but not held
 * have to be freed, for example if the response to the commit of their claim was lost. Thread-safe.
 */
final class HeldUsers {
  private final List<Batch> batches = new ArrayList<>();

  /** True if the relay may have leased users that it does not hold. */
  private boolean mayHaveLostUsers;

  /**
   * Updates of one claim. A user can be in two batches, because the next updates of the user can be
   * claimed as soon as the settlement of the first batch is committed.
   */
  static final class Batch {
    private final String relay;
    private final List<OutboxRow> rows;

    /** True if the users of this batch were left out when other users were freed. */
    private boolean leftOut;

    private Batch(String relay, List<OutboxRow> rows) {
      this.relay = relay;
      this.rows = rows;
    }

    /** {@return the name with which the users were claimed} */
    String relay() {
      return relay;
    }

    List<OutboxRow> rows() {
      return rows;
    }
  }

  /** Adds the updates of a claim. */
  synchronized Batch hold(String relay, List<OutboxRow> rows) {
    Batch batch = new Batch(relay, rows);
    batches.add(batch);
    return batch;
  }

  /**
   * Removes a batch.
   *
   * @param settled false if the users may still be leased
   */
  synchronized void release(Batch batch, boolean settled) {
    batches.remove(batch);
    // After its settlement, a claim whose response was lost can have leased its users once more.
    mayHaveLostUsers |= !settled || batch.leftOut;
  }

  /** Records that a claim failed, so it may have leased users. */
  synchronized void claimFailed() {
    mayHaveLostUsers = true;
  }

  /**
   * Returns the users that a relay holds, if there may be others with its lease. The caller frees
   * the others before the next claim, or calls {@link #claimFailed}. Empty if there are none.
   */
  synchronized Optional<Set<Long>> usersToKeep(String relay) {
    if (!mayHaveLostUsers) {
      return Optional.empty();
    }
    mayHaveLostUsers = false;
    Set<Long> users = new TreeSet<>();
    for (Batch batch : batches) {
      if (batch.relay.equals(relay)) {
        batch.leftOut = true;
        batch.rows.forEach(row -> users.add(row.userHash()));
      }
    }
    return Optional.of(users);
  }
}
