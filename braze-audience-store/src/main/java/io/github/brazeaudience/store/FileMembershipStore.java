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
 * Keeps records in one file, on H2's MVStore. Safe for use by several threads and several
 * forwarders of one process; all of them take turns. No other process can open the file meanwhile.
 *
 * <p><b>What lasts.</b> When {@link #update} returns, the changes are with the operating system and
 * outlast the process, whichever way it ends; an update during which it ends is there as a whole or
 * not at all. A failure of the power, or of the operating system, may take the updates of the last
 * half minute or so, unless {@link FileMembershipStoreBuilder#syncUpdates} is on; the records then
 * say what Braze held before them, so send everything once ({@link
 * io.github.brazeaudience.membership.MembershipPolicy#withSendEverything}). It may also damage the
 * file where it was just being written, in either case. {@link #close} leaves everything on the
 * disk.
 *
 * <p><b>Damage.</b> Everything in the file has a checksum. A file whose end is missing is refused:
 * it lacks updates that were reported as stored. A damaged record, or a damaged part of the file,
 * is read as {@linkplain MembershipRecord#damage damaged}: its users are not forwarded until they
 * are forgotten, and all others are. A damaged file is never taken for an empty or an earlier one.
 *
 * <p><b>How much.</b> Memory does not grow with the number of users. The file does, and gives space
 * back that is no longer used to later updates. It belongs on a local disk: on those of a network
 * locks and the order of writing cannot be relied upon. External ids are in it as they are; protect
 * it as you protect those.
 *
 * <p><b>Failures.</b> If the file cannot be read or written, as on a full disk, the operation
 * throws, and the next one opens the file again and goes on behind the last update that lasts. The
 * file stays locked meanwhile.
 */
public final class FileMembershipStore implements MembershipStore {
  /** The last commit of a file if it is unknown. */
  private static final long NEW = -1;

  private final OpenFiles.Claim claim;
  private final StoreThread thread;
  private final int cacheMegabytes;
  private final boolean syncUpdates;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Of the store's thread; closed after a failure, until the next operation opens them again. */
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
   * Opens a file with the default settings, or makes it.
   *
   * @param file where; its directory is there already
   * @return the store
   * @throws IllegalArgumentException if the place cannot hold a store, or holds something else, or
   *     a store of a later version; the message says which, and what to do
   * @throws IllegalStateException if the store is open already, here or in another process
   * @throws java.io.UncheckedIOException if the file cannot be read or written, or is damaged
   */
  public static FileMembershipStore open(Path file) {
    return builder(file).open();
  }

  /**
   * Begins to open a file with other settings.
   *
   * @param file where; its directory is there already
   * @return a new builder
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
   * The workspaces of which there are records, or were.
   *
   * @return their names, in order
   * @throws IllegalStateException if the store is closed
   */
  public SortedSet<String> namespaces() {
    return call(LsmIndex::namespaces);
  }

  /**
   * Leaves everything on the disk and the file to others.
   *
   * @throws java.io.UncheckedIOException if the disk does not take it; the file is closed
   *     nevertheless
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

  /** What it is and how much is in it, never what. */
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
          reopenAfterFailure();
          try {
            return work.apply(records);
          } finally {
            counts = records.toString();
          }
        });
  }

  /**
   * Opens the file that is still locked, or, if it can no longer be read, a new channel to it. What
   * was committed has to be there.
   */
  private void reopenAfterFailure() {
    if (records.isOpen()) {
      return;
    }
    if (!claim.file().isReadable()) {
      claim.file().reopen();
    }
    records =
        LsmIndex.open(
            claim.file(), cacheMegabytes, syncUpdates, Math.max(0, records.committed()));
  }

  /** On the store's thread, behind the update that nobody waits for any more. */
  private void compact() {
    records.compactSome();
    counts = records.toString();
  }
}
