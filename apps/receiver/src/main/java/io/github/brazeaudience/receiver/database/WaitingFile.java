package io.github.brazeaudience.receiver.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/** Open file of H2 whose writes wait for the {@link Disk}. */
final class WaitingFile extends FileBaseDefault {
  private final FileChannel file;
  private final Disk disk;

  WaitingFile(FileChannel file, Disk disk) {
    this.file = file;
    this.disk = disk;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  /** The channel reads at positions in parallel, unlike the base class. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public int read(ByteBuffer target, long position) throws IOException {
    return file.read(target, position);
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public int write(ByteBuffer source, long position) throws IOException {
    return disk.untilItWorks(() -> file.write(source, position));
  }

  @Override
  protected void implTruncate(long size) throws IOException {
    disk.untilItWorks(() -> file.truncate(size));
  }

  @Override
  public void force(boolean metaData) throws IOException {
    disk.untilItWorks(
        () -> {
          file.force(metaData);
          return size();
        });
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return file.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }
}
