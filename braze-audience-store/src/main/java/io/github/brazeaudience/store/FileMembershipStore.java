package io.github.brazeaudience.store;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Membership store in one file, based on H2's MVStore. Thread-safe; several forwarders of one
 * process can share it. Other processes cannot open the file while it is open.
 *
 * <p><b>Durability.</b> When {@link #update} returns, the changes are with the operating system and
 * survive the end of the process, even {@code kill -9}. An update is written as a whole or not at
 * all. A power failure or a crash of the operating system can lose the updates of about the last 30
 * s, unless {@link FileMembershipStoreBuilder#syncUpdates} is enabled. The records are then older
 * than the profiles, so send everything once ({@link
 * io.github.brazeaudience.membership.MembershipPolicy#withSendEverything}). Such a crash can also
 * damage the part of the file that was being written. {@link #close} flushes everything to the
 * disk.
 *
 * <p><b>Damage.</b> All content of the file has checksums. A truncated file is refused, because it
 * lacks updates that were reported as stored. A damaged record or part of the file is read as
 * {@linkplain MembershipRecord#damage damaged}: its users are not forwarded until they are
 * forgotten; other users are. A damaged file is never treated as an empty or an earlier one.
 *
 * <p><b>Size.</b> Memory does not grow with the number of users. The file does; unused space in it
 * is reused. Keep it on a local disk, because locks and the order of writes are unreliable on
 * network file systems. The file contains external ids in plain text, so protect it accordingly.
 *
 * <p><b>Failures.</b> If the file cannot be read or written, for example because the disk is full,
 * the operation throws. The next operation opens the file again and continues after the last stored
 * update. The file stays locked in between.
 */
public final class FileMembershipStore implements MembershipStore {
  /** The last commit of a file that was not opened before. */
  private static final long NEW = -1;

  private final OpenFiles.Claim claim;
  private final StoreThread thread;
  private final int cacheMegabytes;
  private final boolean syncUpdates;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Accessed on the store's thread. Closed after a failure until the next operation reopens it. */
  private LsmIndex records;

  private volatile String counts;

  private FileMembershipStore(
      OpenFiles.Claim claim,
      StoreThread thread,
      int cacheMegabytes,
      boolean syncUpdates,
      LsmIndex records) {
    this.claim = claim;
    this.thread = thread;
    this.cacheMegabytes = cacheMegabytes;
    this.syncUpdates = syncUpdates;
    this.records = records;
    this.counts = records.toString();
  }

  /**
   * Opens a file with the default settings and creates it if necessary.
   *
   * @param file a path in an existing directory
   * @throws IllegalArgumentException if the path cannot be a store, or if the file is not a store
   *     or has a later version; the message states what to do
   * @throws IllegalStateException if the store is already open in this or another process
   * @throws java.io.UncheckedIOException if the file cannot be read or written, or is damaged
   */
  public static FileMembershipStore open(Path file) {
    return builder(file).open();
  }

  /**
   * Returns a builder that opens a file with other settings.
   *
   * @param file a path in an existing directory
   */
  public static FileMembershipStoreBuilder builder(Path file) {
    return new FileMembershipStoreBuilder(Objects.requireNonNull(file, "file"));
  }

  static FileMembershipStore open(
      Path file,
      int cacheMegabytes,
      boolean syncUpdates,
      boolean readOnly,
      LockedFile.Opener opener) {
    MvStoreCheck.run();
    StorePathValidator.check(file, readOnly);
    OpenFiles.Claim claim = OpenFiles.claim(file, () -> LockedFile.open(file, readOnly, opener));
    StoreThread thread = new StoreThread();
    try {
      LsmIndex records =
          thread.call(() -> LsmIndex.open(claim.file(), cacheMegabytes, syncUpdates, NEW));
      return new FileMembershipStore(claim, thread, cacheMegabytes, syncUpdates, records);
    } catch (RuntimeException | Error e) {
      thread.end();
      claim.release();
      throw e;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the store is closed
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  @Override
  public Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
    Objects.requireNonNull(namespace, "namespace");
    return call(open -> open.read(namespace, users));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the store is closed, or open for reading only
   * @throws java.io.UncheckedIOException if the file cannot be read or written
   */
  @Override
  public void update(String namespace, Map<String, RecordChange> changes) {
    Objects.requireNonNull(namespace, "namespace");
    call(
        open -> {
          open.update(namespace, changes);
          return changes;
        });
    thread.execute(this::compact);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code limit} is less than 1
   * @throws IllegalStateException if the store is closed
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  @Override
  public List<StoredRecord> page(String namespace, @Nullable String after, int limit) {
    Objects.requireNonNull(namespace, "namespace");
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, not " + limit);
    }
    return call(open -> open.page(namespace, after, limit));
  }

  /**
   * Returns the namespaces that have or had records, in order.
   *
   * @throws IllegalStateException if the store is closed
   */
  public SortedSet<String> namespaces() {
    return call(LsmIndex::namespaces);
  }

  /**
   * Flushes everything to the disk and unlocks the file.
   *
   * @throws java.io.UncheckedIOException if the flush fails; the file is closed anyway
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      thread.call(
          () -> {
            records.close();
            return records;
          });
    } finally {
      thread.end();
      claim.release();
    }
  }

  /** Contains counts only. */
  @Override
  public String toString() {
    return "FileMembershipStore[%s]".formatted(closed.get() ? "closed" : counts);
  }

  private <T> T call(Function<LsmIndex, T> work) {
    if (closed.get()) {
      throw StoreThread.closed(null);
    }
    return thread.call(
        () -> {
          openAfterFailure();
          try {
            return work.apply(records);
          } finally {
            counts = records.toString();
          }
        });
  }

  /**
   * Opens the locked file again, with a new channel if the old one can no longer be read. Fails if
   * a commit is missing.
   */
  private void openAfterFailure() {
    if (records.isOpen()) {
      return;
    }
    if (!claim.file().canBeRead()) {
      claim.file().openAgain();
    }
    records =
        LsmIndex.open(claim.file(), cacheMegabytes, syncUpdates, Math.max(0, records.committed()));
  }

  /** Runs on the store's thread after an update has returned to its caller. */
  private void compact() {
    records.compactSome();
    counts = records.toString();
  }
}
