package io.github.brazeaudience.store;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;

/** Opens a {@link FileMembershipStore}. Not safe for use by several threads. */
public final class FileMembershipStoreBuilder {
  /** The default for {@link #cacheMegabytes}. */
  public static final int DEFAULT_CACHE_MEGABYTES = 4;

  /** The largest value for {@link #cacheMegabytes}. */
  public static final int LARGEST_CACHE_MEGABYTES = 65_536;

  private final Path file;
  private int cacheMegabytes = DEFAULT_CACHE_MEGABYTES;
  private boolean syncUpdates;
  private boolean readOnly;

  FileMembershipStoreBuilder(Path file) {
    this.file = file;
  }

  /**
   * Bounds the memory for parts of the file that were read or written lately. The operating system
   * keeps them too, so a few are enough: with many users in any order, a larger cache costs more in
   * garbage collection than it saves. It is of use if the same users come again soon.
   *
   * @param megabytes of 2<sup>20</sup> bytes, from 1 to {@value #LARGEST_CACHE_MEGABYTES}, by
   *     default {@value #DEFAULT_CACHE_MEGABYTES}
   * @return this
   * @throws IllegalArgumentException if it is outside
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
   * Makes each update wait until the disk has it, so that those that have returned outlast a
   * failure of the power or of the operating system too. Forwarders then wait for the disk twice
   * for each group of requests.
   *
   * @param sync by default false
   * @return this
   */
  public FileMembershipStoreBuilder syncUpdates(boolean sync) {
    syncUpdates = sync;
    return this;
  }

  /**
   * Opens the file to look into it. Not a byte of it is changed, and updates are refused; several
   * processes may look at the same time, but none while another one writes.
   *
   * @param readOnly by default false
   * @return this
   */
  public FileMembershipStoreBuilder readOnly(boolean readOnly) {
    this.readOnly = readOnly;
    return this;
  }

  /**
   * Opens the file, or makes it unless it is only to be read.
   *
   * @return the store
   * @throws IllegalArgumentException if the place cannot hold a store, or holds something else, or
   *     a store of a later version; the message says which, and what to do
   * @throws IllegalStateException if the store is open already, here or in another process
   * @throws java.io.UncheckedIOException if the file cannot be read or written, or is damaged
   */
  public FileMembershipStore open() {
    return open(FileChannel::open);
  }

  /** Opens the store with another channel, which tests let fail. */
  FileMembershipStore open(LockedFile.Opener opener) {
    return FileMembershipStore.open(file, cacheMegabytes, syncUpdates, readOnly, opener);
  }
}
