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
 * Membership store in one file, based on H2's MVStore. Thread-safe, and can be shared by several
 * forwarders of one process; their operations run one at a time. No other process can open the file
 * while the store is open.
 *
 * <p><b>Durability.</b> When {@link #update} returns, the operating system has the changes, and
 * they survive a crash of the process. An update is stored as a whole or not at all. A power loss
 * or a crash of the operating system may lose the updates of about the last half minute, unless
 * {@link FileMembershipStoreBuilder#syncUpdates} is on. The records are then older than the
 * profiles in Braze, so send everything once ({@link
 * io.github.brazeaudience.membership.MembershipPolicy#withSendEverything}). With either setting, a
 * power loss may damage the part of the file that is being written. {@link #close} syncs everything
 * to the disk.
 *
 * <p><b>Damage.</b> Everything in the file has a checksum. A truncated file is refused, because it
 * lacks updates that were reported as stored. A damaged record, and each record in a damaged part
 * of the file, is read as {@linkplain MembershipRecord#damage damaged}. Its user is not forwarded
 * until the user is forgotten; all other users are. A damaged file is never read as an empty or an
 * earlier one.
 *
 * <p><b>Size.</b> The memory does not grow with the number of users. The file grows, and later
 * updates reuse its free space. Put the file on a local disk, because locks and the order of writes
 * are not reliable on network disks. The file contains external ids in plain text; protect it
 * accordingly.
 *
 * <p><b>Failures.</b> If the file cannot be read or written, for example because the disk is full,
 * the operation throws. The next operation opens the file again and continues after the last stored
 * update. The file stays locked meanwhile.
 */
public final class FileMembershipStore implements MembershipStore {
  /** The last commit of a file that may be new. */
  private static final long NO_COMMIT = -1;

  private final OpenFiles.Claim claim;
  private final StoreThread thread;
  private final StoreSettings settings;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Confined to the store's thread. Closed by a failure; the next operation opens it again. */
  private LsmIndex index;

  private volatile LsmIndex.Counts counts;

  private FileMembershipStore(
      OpenFiles.Claim claim, StoreThread thread, StoreSettings settings, LsmIndex index) {
    this.claim = claim;
    this.thread = thread;
    this.settings = settings;
    this.index = index;
    this.counts = index.counts();
  }

  /**
   * Opens a store file with the default settings. Creates it if it is missing.
   *
   * @param file the path of the file; its directory must exist
   * @return the store
   * @throws IllegalArgumentException if the path cannot be that of a store, or the file is not a
   *     store or is one of a later version; the message states the problem and what to do
   * @throws IllegalStateException if the store is already open in this or another process
   * @throws java.io.UncheckedIOException if the file cannot be read or written, or is damaged
   */
  public static FileMembershipStore open(Path file) {
    return builder(file).open();
  }

  /**
   * Creates a builder for other settings.
   *
   * @param file the path of the file; its directory must exist
   * @return a new builder
   */
  public static FileMembershipStoreBuilder builder(Path file) {
    return new FileMembershipStoreBuilder(Objects.requireNonNull(file, "file"));
  }

  static FileMembershipStore open(
      Path file, boolean readOnly, StoreSettings settings, LockedFile.Opener opener) {
    MvStoreCheck.run();
    StorePathValidator.validatePath(file, readOnly);
    OpenFiles.Claim claim = OpenFiles.claim(file, () -> LockedFile.open(file, readOnly, opener));
    StoreThread thread = new StoreThread();
    try {
      LsmIndex index = thread.call(() -> LsmIndex.open(claim.file(), settings, NO_COMMIT));
      return new FileMembershipStore(claim, thread, settings, index);
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
   * @throws IllegalStateException if the store is closed or read-only
   * @throws java.io.UncheckedIOException if the file cannot be read or written
   */
  @Override
  public void update(String namespace, Map<String, RecordChange> changes) {
    Objects.requireNonNull(namespace, "namespace");
    call(
        open -> {
          open.update(namespace, changes);
          return changes;
        },
        this::compact);
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
   * Returns the namespaces of all workspaces that have or had records.
   *
   * @return the namespaces, sorted
   * @throws IllegalStateException if the store is closed
   */
  public SortedSet<String> namespaces() {
    return call(LsmIndex::namespaces);
  }

  /**
   * Syncs everything to the disk and closes the file.
   *
   * @throws java.io.UncheckedIOException if the disk fails; the file is closed anyway
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      thread.call(
          () -> {
            index.close();
            return index;
          });
    } finally {
      thread.end();
      claim.release();
    }
  }

  /** Contains counts only. */
  @Override
  public String toString() {
    return "FileMembershipStore[" + (closed.get() ? "closed" : counts) + "]";
  }

  private <T> T call(Function<LsmIndex, T> work) {
    return call(work, () -> {});
  }

  private <T> T call(Function<LsmIndex, T> work, Runnable afterwards) {
    if (closed.get()) {
      throw StoreThread.closed(null);
    }
    return thread.call(
        () -> {
          reopenAfterFailure();
          try {
            return work.apply(index);
          } finally {
            counts = index.counts();
          }
        },
        afterwards);
  }

  /**
   * Reopens the index if a failure closed it. The channel, and with it the lock, is replaced only
   * if it can no longer be read. The file must contain the last commit.
   */
  private void reopenAfterFailure() {
    if (index.isOpen()) {
      return;
    }
    if (!claim.file().isReadable()) {
      claim.file().reopen();
    }
    index = LsmIndex.open(claim.file(), settings, Math.max(0, index.lastCommit()));
  }

  /** Runs on the store's thread after an update has returned. */
  private void compact() {
    index.compactSome();
    counts = index.counts();
  }
}
