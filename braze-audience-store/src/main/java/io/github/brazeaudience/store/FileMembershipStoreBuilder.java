package io.github.brazeaudience.store;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;

/** Builder for a {@link FileMembershipStore}. Not thread-safe. */
public final class FileMembershipStoreBuilder {
  /** The default for {@link #cacheMegabytes}. */
  public static final int DEFAULT_CACHE_MEGABYTES = 4;

  /** The largest value for {@link #cacheMegabytes}. */
  public static final int LARGEST_CACHE_MEGABYTES = 65_536;

  private final Path file;
  private int cacheMegabytes = DEFAULT_CACHE_MEGABYTES;
  private boolean syncUpdates;
  private boolean readOnly;
  private MemTableLimits memTable = MemTableLimits.ofHeap(Runtime.getRuntime().maxMemory());

  FileMembershipStoreBuilder(Path file) {
    this.file = file;
  }

  /**
   * Sets the size of the cache for pages that were read or written recently. The operating system
   * caches the file too, so a small cache is enough. With many users in random order, a larger
   * cache costs more in garbage collection than it saves. It helps if the same users are updated
   * again soon.
   *
   * @param megabytes the size in units of 2<sup>20</sup> bytes, from 1 to {@value
   *     #LARGEST_CACHE_MEGABYTES}; by default {@value #DEFAULT_CACHE_MEGABYTES}
   * @return this
   * @throws IllegalArgumentException if the size is out of range
   */
  public FileMembershipStoreBuilder cacheMegabytes(int megabytes) {
    if (megabytes < 1 || megabytes > LARGEST_CACHE_MEGABYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "cacheMegabytes must be from 1 to %d, not %d",
              LARGEST_CACHE_MEGABYTES,
              megabytes));
    }
    cacheMegabytes = megabytes;
    return this;
  }

  /**
   * Makes each update wait for the disk, so updates that have returned survive a power loss or a
   * crash of the operating system. Forwarders then wait for the disk twice for each group of
   * requests.
   *
   * @param sync false by default
   * @return this
   */
  public FileMembershipStoreBuilder syncUpdates(boolean sync) {
    syncUpdates = sync;
    return this;
  }

  /**
   * Opens the file read-only. The file is not changed, and updates are refused. Several processes
   * can read the file at the same time, but not while a process has it open for writing.
   *
   * @param readOnly false by default
   * @return this
   */
  public FileMembershipStoreBuilder readOnly(boolean readOnly) {
    this.readOnly = readOnly;
    return this;
  }

  /** Sets the size of a memtable, for tests that compact without many records. */
  FileMembershipStoreBuilder memTable(MemTableLimits limits) {
    memTable = limits;
    return this;
  }

  /**
   * Opens the file. Creates it if it is missing, unless read-only.
   *
   * @return the store
   * @throws IllegalArgumentException if the path cannot be that of a store, or the file is not a
   *     store or is one of a later version; the message states the problem and what to do
   * @throws IllegalStateException if the store is already open in this or another process
   * @throws java.io.UncheckedIOException if the file cannot be read or written, or is damaged
   */
  public FileMembershipStore open() {
    return open(FileChannel::open);
  }

  /** Opens the store with a channel that tests make fail. */
  FileMembershipStore open(LockedFile.Opener opener) {
    return FileMembershipStore.open(
        file, readOnly, new StoreSettings(cacheMegabytes, syncUpdates, memTable), opener);
  }
}
