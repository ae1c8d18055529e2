package io.github.brazeaudience.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Channel for MVStore that reads and writes a {@link LockedFile} through {@link PageChecks}.
 * Closing it leaves the file open and locked. It supports only operations at a position, because
 * MVStore uses no others.
 */
final class StoreChannel extends FileChannel {
  private final LockedFile file;
  private final PageChecks checks;

  StoreChannel(LockedFile file, PageChecks checks) {
    this.file = file;
    this.checks = checks;
  }

  @Override
  public int read(ByteBuffer bytes, long position) throws IOException {
    int length = checks.read(position, bytes);
    return length > 0 ? length : -1;
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    int length = bytes.remaining();
    checks.write(position, bytes);
    return length;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    file.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    file.sync();
  }

  /** The file is locked already. */
  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    return new FileLock(this, position, size, shared) {
      @Override
      public boolean isValid() {
        return isOpen();
      }

      @Override
      public void release() {
        // The lock stays with the file.
      }
    };
  }

  @Override
  protected void implCloseChannel() {
    // The file stays open.
  }

  @Override
  public int read(ByteBuffer bytes) {
    throw unsupported();
  }

  @Override
  public long read(ByteBuffer[] bytes, int offset, int length) {
    throw unsupported();
  }

  @Override
  public int write(ByteBuffer bytes) {
    throw unsupported();
  }

  @Override
  public long write(ByteBuffer[] bytes, int offset, int length) {
    throw unsupported();
  }

  @Override
  public long position() {
    throw unsupported();
  }

  @Override
  public FileChannel position(long position) {
    throw unsupported();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw unsupported();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw unsupported();
  }

  @Override
  public MappedByteBuffer map(@Nullable MapMode mode, long position, long size) {
    throw unsupported();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("MVStore reads and writes at positions");
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
