package io.github.brazeaudience.membership;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Store of what each user's profile in Braze is known to hold. The key of a record is a namespace,
 * which identifies a Braze workspace, and the external id of the user.
 *
 * <p>Implementations must be thread-safe and may be shared by several forwarders of one process.
 * Forwarders of several processes can use a store at the same time if it {@linkplain #isShared
 * leases users}.
 *
 * <p>The methods may block: a forwarder calls them in batches on a dedicated thread. If a method
 * throws, the updates that need it are not sent, and the next updates call the store again. The
 * code that creates a store closes it, after the forwarders.
 */
public interface MembershipStore extends AutoCloseable {
  /**
   * Reads records. A record that cannot be read is returned as {@linkplain MembershipRecord#damaged
   * damaged}, as {@link MembershipRecord#ofBytes} does; the other users are still forwarded.
   *
   * @param users distinct external ids
   * @return the records by external id, without the users that have none
   */
  Map<String, MembershipRecord> read(String namespace, Collection<String> users);

  /**
   * Changes records atomically: if the process dies or this method throws, no record is changed.
   * Each change is applied to the current record, without another change of that record in between.
   * The changes are durable when this method returns.
   *
   * @param changes the change of each user's record, by external id
   */
  void update(String namespace, Map<String, RecordChange> changes);

  /**
   * Reads one page of all records. The store chooses the order of the external ids and keeps it
   * from page to page. A record that changes during the scan is returned as it was before or after
   * the change.
   *
   * @param after the last external id of the previous page, null for the first page
   * @param limit the maximum size of the page, at least 1
   * @return the page, empty after the last record
   */
  List<StoredRecord> page(String namespace, @Nullable String after, int limit);

  /**
   * Returns true if the store leases users, so forwarders of several processes can use it at the
   * same time. A forwarder then calls {@link #readLeased} and {@link #updateLeased} for the users
   * that it writes. By default false.
   */
  default boolean isShared() {
    return false;
  }

  /**
   * Leases users and reads their records. A user who is leased to another owner until a later time
   * is not leased. The owner can lease a user again, which replaces the end of its lease. Each
   * lease and its record are of the same instant. A lease also ends if its owner dies, by one clock
   * that all processes share.
   *
   * @param users distinct external ids
   * @param owner identifies the forwarder among all that use the store
   * @param duration the time from now to the end of the leases
   */
  default LeasedRecords readLeased(
      String namespace, Collection<String> users, String owner, Duration duration) {
    throw new UnsupportedOperationException("the membership store does not lease users");
  }

  /**
   * Changes the records of leased users atomically, as {@link #update} does, and replaces the ends
   * of their leases. The change of a user whom another owner has leased since then is not applied;
   * an expired lease that no other owner took over still counts.
   *
   * @param owner the owner of the leases
   * @param changes the changes by external id
   * @return the users who are not leased to the owner any more
   */
  default Set<String> updateLeased(
      String namespace, String owner, Map<String, LeasedChange> changes) {
    throw new UnsupportedOperationException("the membership store does not lease users");
  }

  /**
   * Releases the resources of the store. The other methods then throw {@link
   * IllegalStateException}. Closing again has no effect.
   */
  @Override
  void close();

  /**
   * Record with its key.
   *
   * @param user the external id
   */
  record StoredRecord(String user, MembershipRecord record) {
    /** Omits the external id, which identifies the user. */
    @Override
    public String toString() {
      return "StoredRecord[" + record + "]";
    }
  }

  /**
   * Result of {@link #readLeased}.
   *
   * @param records the records of the leased users, without the users that have none
   * @param refused the users that are leased to other owners
   */
  record LeasedRecords(Map<String, MembershipRecord> records, Set<String> refused) {
    /** Contains sizes only, because the external ids identify the users. */
    @Override
    public String toString() {
      return "LeasedRecords[records=" + records.size() + ", refused=" + refused.size() + "]";
    }
  }

  /**
   * Change of the record of a leased user.
   *
   * @param lease the time from now to the end of the lease, zero to release the user
   */
  record LeasedChange(RecordChange change, Duration lease) {}

  /** Change of one record. A pure function, which a store may apply again when it retries. */
  @FunctionalInterface
  interface RecordChange {
    /**
     * Returns the new record.
     *
     * @param present the current record, null if there is none
     * @return the new record, null to remove it
     */
    @Nullable MembershipRecord apply(@Nullable MembershipRecord present);

    /**
     * Applies the change to encoded records, for stores that keep bytes.
     *
     * @param present the bytes of the current record, null if there is none
     * @return the bytes of the new record, null to remove it
     * @throws IllegalArgumentException if the change has to read the current record and it is
     *     damaged
     */
    default byte @Nullable [] applyToBytes(byte @Nullable [] present) {
      MembershipRecord read = present == null ? null : MembershipRecord.ofBytes(present);
      if (read != null && read.damage().isPresent()) {
        throw new IllegalArgumentException(
            "a membership record is damaged: %s; forget the user"
                .formatted(read.damage().orElseThrow()));
      }
      MembershipRecord next = apply(read);
      return next == null ? null : next.toBytes();
    }

    /**
     * Returns the change that removes a record. The current record is not read and may be damaged.
     */
    static RecordChange removal() {
      return RecordRemoval.INSTANCE;
    }
  }
}
