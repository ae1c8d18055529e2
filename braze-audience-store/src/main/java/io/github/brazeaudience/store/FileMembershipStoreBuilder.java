package io.github.brazeaudience.store;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;

/** Builder of a {@link FileMembershipStore}. Not thread-safe. */
public final class FileMembershipStoreBuilder {
  /** The default for {@link #cacheMegabytes}. */
  public static final int DEFAULT_CACHE_MEGABYTES = 4;

  /** The maximum of {@link #cacheMegabytes}. */
  public static final int LARGEST_CACHE_MEGABYTES = 65_536;

  private final Path file;
  private int cacheMegabytes = DEFAULT_CACHE_MEGABYTES;
  private boolean syncUpdates;
  private boolean readOnly;

  FileMembershipStoreBuilder(Path file) {
    this.file = file;
  }

  /**
   * Sets the size of the cache for recently used parts of the file. The operating system caches
   * them too, so a small cache is enough: with many users in random order, a larger one costs more
   * in garbage collection than it saves. It helps if the same users appear again soon.
   *
   * @param megabytes the size in units of 2<sup>20</sup> bytes, from 1 to {@value
   *     #LARGEST_CACHE_MEGABYTES}, by default {@value #DEFAULT_CACHE_MEGABYTES}
   * @throws IllegalArgumentException if it is out of range
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
   * Sets whether each update waits until it is on the disk, so it also survives a power failure or
   * a crash of the operating system. Forwarders then wait for the disk twice per group of requests.
   * By default false.
   */
  public FileMembershipStoreBuilder syncUpdates(boolean sync) {
    syncUpdates = sync;
    return this;
  }

  /**
   * Sets whether the file is opened read-only. It is then not modified and updates are refused.
   * Several processes can read at the same time, but not while another process has it open for
   * writing. By default false.
   */
  public FileMembershipStoreBuilder readOnly(boolean readOnly) {
    this.readOnly = readOnly;
    return this;
  }

  /**
   * Opens the file and, unless it is read-only, creates it if necessary.
   *
   * @throws IllegalArgumentException if the path cannot be a store, or if the file is not a store
   *     or has a later version; the message states what to do
   * @throws IllegalStateException if the store is already open in this or another process
   * @throws java.io.UncheckedIOException if the file cannot be read or written, or is damaged
   */
  public FileMembershipStore open() {
    return open(FileChannel::open);
  }

  /** Opens the file with a custom channel, in which tests inject faults. */
  FileMembershipStore open(LockedFile.Opener opener) {
    return FileMembershipStore.open(file, cacheMegabytes, syncUpdates, readOnly, opener);
  }
}
