package io.github.brazeaudience.receiver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the newest segment, and starts another one when it is full or a write has failed. Confined
 * to one thread.
 */
final class SegmentWriter implements AutoCloseable {
  private final Segments segments;
  private final Disk disk;
  private final long segmentBytes;
  private @Nullable Open open;

  private record Open(Segment segment, FileChannel channel) {}

  SegmentWriter(Segments segments, Disk disk, long segmentBytes) {
    this.segments = segments;
    this.disk = disk;
    this.segmentBytes = segmentBytes;
  }

  /**
   * Writes records as a whole. They become readable when the end of the segment is moved after
   * them.
   *
   * @param force true to wait until the records are on disk
   * @return the segment, whose end is not moved yet
   */
  Segment write(List<ByteBuffer> records, boolean force) throws IOException {
    Open target = open;
    if (target == null) {
      Segment segment = segments.next();
      target = new Open(segment, segments.create(segment));
      open = target;
    }
    try {
      target.channel().position(target.segment().end());
      disk.write(target.channel(), records.toArray(ByteBuffer[]::new));
      if (force) {
        disk.force(target.channel());
      }
    } catch (Throwable e) {
      abandon(e);
      throw e;
    }
    return target.segment();
  }

  /** Waits until all that was written is on disk. */
  void force() throws IOException {
    if (open != null) {
      disk.force(open.channel());
    }
  }

  /** Lets the next record begin a new segment if this one is full. */
  void roll() throws IOException {
    if (open != null && open.segment().end() >= segmentBytes) {
      close();
    }
  }

  /**
   * Closes the newest segment after a failure, and truncates bytes after its last record if the
   * disk still works; the file may be read later.
   */
  void abandon(Throwable because) {
    Open target = open;
    if (target == null) {
      return;
    }
    open = null;
    target.segment().seal();
    try (FileChannel channel = target.channel()) {
      channel.truncate(target.segment().end());
      if (target.segment().end() == Segment.MAGIC.length) {
        segments.forget(target.segment());
      }
    } catch (IOException alsoFailed) {
      because.addSuppressed(alsoFailed);
    }
  }

  @Override
  public void close() throws IOException {
    Open last = open;
    if (last == null) {
      return;
    }
    open = null;
    try (FileChannel channel = last.channel()) {
      disk.force(channel);
    } finally {
      last.segment().seal();
    }
  }
}
