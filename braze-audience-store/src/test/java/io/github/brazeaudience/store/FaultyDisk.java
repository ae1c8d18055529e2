package io.github.brazeaudience.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Disk that fails on demand: full, read-only, or unreachable. */
final class FaultyDisk implements LockedFile.Opener {
  /** The number of bytes that can be written before the disk is full. */
  long room = Long.MAX_VALUE;

  /** The message of the exception that writes throw, or null if writes succeed. */
  @Nullable String writeFault;

  /** True if every operation fails. A channel that was open then keeps failing. */
  boolean unavailable;

  int openings;

  @Override
  public FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
    if (unavailable) {
      throw new IOException("No such device");
    }
    openings++;
    return new FaultyChannel(FileChannel.open(file, options));
  }

  private final class FaultyChannel extends FileChannel {
    private final FileChannel channel;
    private boolean dead;

    FaultyChannel(FileChannel channel) {
      this.channel = channel;
    }

    private void check() throws IOException {
      dead |= unavailable;
      if (dead) {
        throw new IOException("Input/output error");
      }
    }

    private void checkWrite() throws IOException {
      check();
      if (writeFault != null) {
        throw new IOException(writeFault);
      }
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      check();
      return channel.read(bytes, position);
    }

    /** Writes a part of the bytes if the rest does not fit. */
    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      checkWrite();
      if (room <= 0) {
        throw new IOException("No space left on device");
      }
      int length = (int) Math.min(room, bytes.remaining());
      ByteBuffer part = bytes.slice(bytes.position(), length);
      int written = channel.write(part, position);
      bytes.position(bytes.position() + written);
      room -= room == Long.MAX_VALUE ? 0 : written;
      return written;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      checkWrite();
      channel.truncate(size);
      return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      checkWrite();
      channel.force(metaData);
    }

    @Override
    public long size() throws IOException {
      check();
      return channel.size();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return channel.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      channel.close();
    }

    @Override
    public int read(ByteBuffer bytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] bytes, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer bytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
