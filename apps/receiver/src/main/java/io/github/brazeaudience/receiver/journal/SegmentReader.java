package io.github.brazeaudience.receiver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads the records of a segment one after the other. Not safe for use by several threads. */
final class SegmentReader implements AutoCloseable {
  private final FileChannel channel;
  private long position;

  private SegmentReader(FileChannel channel, long position) {
    this.channel = channel;
    this.position = position;
  }

  /** Begins at the first record. */
  static SegmentReader open(Segment segment) throws IOException {
    return openAt(segment, Segment.MAGIC.length);
  }

  /** Begins at the record at a position. */
  static SegmentReader openAt(Segment segment, long position) throws IOException {
    return new SegmentReader(FileChannel.open(segment.file(), StandardOpenOption.READ), position);
  }

  /** Whether the file begins as a segment does; an empty one, made before a crash, does not. */
  boolean hasMagic() throws IOException {
    ByteBuffer magic = read(0, Segment.MAGIC.length);
    return magic != null && magic.equals(ByteBuffer.wrap(Segment.MAGIC));
  }

  /** Where the next record begins. */
  long position() {
    return position;
  }

  void skipTo(long next) {
    position = next;
  }

  long size() throws IOException {
    return channel.size();
  }

  /** The next record, null if no whole one stands before that end. */
  @Nullable JournalRecord next(long end) throws IOException {
    long bytesLeft = end - position - JournalRecord.PREFIX_BYTES;
    ByteBuffer prefix = bytesLeft < 0 ? null : read(position, JournalRecord.PREFIX_BYTES);
    if (prefix == null || !JournalRecord.possibleLength(prefix.getInt(0), bytesLeft)) {
      return null;
    }
    int length = prefix.getInt(0);
    ByteBuffer body = read(position + JournalRecord.PREFIX_BYTES, length);
    if (body == null || !JournalRecord.isWhole(body, prefix.getInt(Integer.BYTES))) {
      return null;
    }
    position += JournalRecord.PREFIX_BYTES + length;
    return JournalRecord.parse(body);
  }

  private @Nullable ByteBuffer read(long from, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        return null;
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
