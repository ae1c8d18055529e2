package io.github.brazeaudience.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;

/**
 * Open file of one store, locked against other processes. It stays open and locked while MVStore is
 * reopened after a failure. No other channel to the file may be closed meanwhile, because on most
 * systems that releases the lock.
 */
final class LockedFile implements AutoCloseable {
  /** Opens the channel. Tests inject faults with it. */
  @FunctionalInterface
  interface Opener {
    FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException;
  }

  private final Path path;
  private final boolean readOnly;
  private final Opener opener;
  private FileChannel channel;
  private boolean damaged;

  private LockedFile(Path path, boolean readOnly, Opener opener, FileChannel channel) {
    this.path = path;
    this.readOnly = readOnly;
    this.opener = opener;
    this.channel = channel;
  }

  /** Opens and locks a file. Creates it if it is missing, unless read-only. */
  static LockedFile open(Path path, boolean readOnly, Opener opener) {
    try {
      Set<StandardOpenOption> options =
          readOnly
              ? Set.of(StandardOpenOption.READ)
              : Set.of(
                  StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      return new LockedFile(path, readOnly, opener, locked(path, readOnly, opener, options));
    } catch (IOException e) {
      throw StoreFailures.notOpened(path, e);
    }
  }

  private static FileChannel locked(
      Path path, boolean readOnly, Opener opener, Set<StandardOpenOption> options)
      throws IOException {
    FileChannel channel = opener.open(path, options);
    FileLock lock;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, readOnly);
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw StoreFailures.inUse(path, e);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
    if (lock == null) {
      channel.close();
      throw StoreFailures.inUse(path, null);
    }
    return channel;
  }

  /**
   * Opens a new channel, for a disk that was unavailable. The file is never created: if it is
   * missing, its disk is probably not mounted yet.
   */
  void reopen() {
    try {
      channel.close();
      channel =
          locked(
              path,
              readOnly,
              opener,
              readOnly
                  ? Set.of(StandardOpenOption.READ)
                  : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw StoreFailures.notOpened(path, e);
    }
  }

  /** Returns false if the channel is closed or the disk is unavailable. */
  boolean isReadable() {
    try {
      read(0, StorePathValidator.HEADER_BYTES);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  boolean isReadOnly() {
    return readOnly;
  }

  /** Returns true if a part of the file is known to be damaged. */
  boolean isDamaged() {
    return damaged;
  }

  void markDamaged() {
    damaged = true;
  }

  long size() throws IOException {
    return channel.size();
  }

  /**
   * Reads exactly {@code length} bytes.
   *
   * @throws EOFException if the file ends before
   */
  ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    if (read(position, bytes) < length) {
      throw new EOFException(String.format(Locale.ROOT, "the file ends at %d", channel.size()));
    }
    return bytes.flip();
  }

  /** Fills the buffer, or reads to the end of the file. Returns the number of bytes. */
  int read(long position, ByteBuffer bytes) throws IOException {
    int start = bytes.position();
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position() - start) >= 0) {}
    return bytes.position() - start;
  }

  void write(long position, ByteBuffer bytes) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  void truncate(long size) throws IOException {
    channel.truncate(size);
  }

  void sync() throws IOException {
    channel.force(true);
  }

  /** Closes the file, which releases the lock. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw StoreFailures.notWritten(path, e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
