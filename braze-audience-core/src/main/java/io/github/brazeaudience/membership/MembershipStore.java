package io.github.brazeaudience.membership;

import io.github.brazeaudience.config.ConfigurationRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what Braze is known to hold of each user. Its methods may block; a forwarder calls them in
 * batches on a thread of its own. An implementation is safe for use by several threads and by
 * several forwarders of one process; it belongs to whoever made it, who closes it after the
 * forwarders.
 *
 * <p>Records are grouped by a namespace, which stands for one workspace of Braze, and named by the
 * user's external id. What a method throws ends the updates that wait for it as not sent, and the
 * next ones call the store again; it is never taken for an empty store.
 */
public interface MembershipStore extends AutoCloseable {
  /**
   * Reads records. A record that cannot be read is returned as {@linkplain MembershipRecord#damaged
   * damaged}, as {@link MembershipRecord#ofBytes} does; the other users are then forwarded.
   *
   * @param namespace the workspace
   * @param users external ids, each once
   * @return the records of those users that have one
   */
  Map<String, MembershipRecord> read(String namespace, Collection<String> users);

  /**
   * Changes records: all of them or, if the process dies or this method throws, none. Each change
   * sees the present record, and no other change of the same record comes between. When this method
   * returns, the changes outlast the end of the process.
   *
   * @param namespace the workspace
   * @param changes what becomes of the record of each user, by external id
   */
  void update(String namespace, Map<String, RecordChange> changes);

  /**
   * Reads a part of all records, in the order of the external ids that the store keeps, whichever
   * it is. Going on behind the last user of one page makes the next one. Records that are changed
   * meanwhile are seen before or after the change.
   *
   * @param namespace the workspace
   * @param after the external id behind which the page begins; null for the first page
   * @param limit the most records of a page, at least 1
   * @return the page, empty behind the last record
   */
  List<StoredRecord> page(String namespace, @Nullable String after, int limit);

  /**
   * The configurations of the forwarders that use this store at present.
   *
   * @return always the same registry, made with the store
   */
  ConfigurationRegistry configurations();

  /**
   * Frees what the store holds; its other methods but {@link #configurations} then throw {@link
   * IllegalStateException}. Closing twice does nothing more.
   */
  @Override
  void close();

  /**
   * A record with its key.
   *
   * @param user the external id
   * @param record what is kept of the user
   */
  record StoredRecord(String user, MembershipRecord record) {
    /** The record only, because the external id tells who the user is. */
    @Override
    public String toString() {
      return "StoredRecord[" + record + "]";
    }
  }

  /** What becomes of one record. A pure function; it may be called again if a store tries again. */
  @FunctionalInterface
  interface RecordChange {
    /**
     * Gives the record that is to be kept.
     *
     * @param present the record that is there, null if there is none
     * @return the new record, null to remove it
     */
    @Nullable MembershipRecord apply(@Nullable MembershipRecord present);

    /**
     * Does the same for a store that keeps bytes.
     *
     * @param present the bytes of the record that is there, null if there is none
     * @return those of the new record, null to remove it
     * @throws IllegalArgumentException if those that are there have to be read and are damaged
     */
    default byte @Nullable [] applyToBytes(byte @Nullable [] present) {
      MembershipRecord read = present == null ? null : MembershipRecord.ofBytes(present);
      if (read != null && read.damage().isPresent()) {
        throw new IllegalArgumentException(
            "a membership record is damaged: %s; forget its user"
                .formatted(read.damage().orElseThrow()));
      }
      MembershipRecord next = apply(read);
      return next == null ? null : next.toBytes();
    }

    /**
     * Removes the record. With {@link #applyToBytes} it is not read before, so it may be damaged.
     *
     * @return always the same change
     */
    static RecordChange removal() {
      return RecordRemoval.INSTANCE;
    }
  }
}
