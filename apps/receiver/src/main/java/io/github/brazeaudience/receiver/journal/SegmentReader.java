package io.github.brazeaudience.receiver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a segment in order. After damaged bytes it continues with the next record
 * that has a valid checksum. Not thread-safe.
 */
final class SegmentReader implements AutoCloseable {
  private static final int WINDOW_BYTES = 64 << 10;
  private static final long NONE = -1;

  private final FileChannel channel;
  private long position;
  private long start;
  private long unreadable;
  private boolean damaged;

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

  /** Returns true if the file starts with the magic bytes of a segment. */
  boolean hasMagic() throws IOException {
    ByteBuffer magic = read(0, Segment.MAGIC.length);
    return magic != null && magic.equals(ByteBuffer.wrap(Segment.MAGIC));
  }

  /** Returns true if the file is empty or ends within its magic bytes, as after a crash. */
  boolean isPartOfMagic() throws IOException {
    long size = channel.size();
    ByteBuffer all = size <= Segment.MAGIC.length ? read(0, (int) size) : null;
    return all != null
        && (all.equals(ByteBuffer.wrap(Segment.MAGIC, 0, (int) size))
            || all.equals(ByteBuffer.allocate((int) size)));
  }

  /** Returns the position of the next record. */
  long position() {
    return position;
  }

  /** Returns the position of the last returned record. */
  long start() {
    return start;
  }

  /** Returns the number of skipped bytes without a readable record. */
  long unreadable() {
    return unreadable;
  }

  /** Returns true if bytes were damaged, even if all records could be read. */
  boolean damaged() {
    return damaged;
  }

  /** Skips bytes without a readable record. */
  void skipTo(long next) {
    damaged |= next > position;
    unreadable += next - position;
    position = next;
  }

  long size() throws IOException {
    return channel.size();
  }

  /** The next record, null if there is none before that end. */
  @Nullable JournalRecord next(long end) throws IOException {
    JournalRecord record = at(position, end);
    if (record == null) {
      return resynchronized(end);
    }
    start = position;
    position += record.bytes();
    return record;
  }

  private @Nullable JournalRecord resynchronized(long end) throws IOException {
    long next = find(position + 1, end);
    JournalRecord record = ofLength(position, next == NONE ? end : next);
    if (record != null) {
      start = position;
      position = next == NONE ? end : next;
      damaged = true;
      return record;
    }
    if (next == NONE) {
      return null;
    }
    skipTo(Math.max(next, behind(end)));
    return next(end);
  }

  /**
   * Where the damaged record ends if its length is right, and another one begins there: what looks
   * like a record inside of it is a part of a message.
   */
  private long behind(long end) throws IOException {
    ByteBuffer prefix = read(position, JournalRecord.PREFIX_BYTES);
    long bytesLeft = end - position - JournalRecord.PREFIX_BYTES;
    if (prefix == null || !JournalRecord.possibleLength(prefix.getInt(0), bytesLeft)) {
      return NONE;
    }
    long behind = position + JournalRecord.PREFIX_BYTES + prefix.getInt(0);
    return at(behind, end) == null ? NONE : behind;
  }

  /** The position of the first valid record at or after a position. */
  private long find(long from, long end) throws IOException {
    long at = from;
    while (end - at >= JournalRecord.MIN_BYTES) {
      ByteBuffer window = read(at, (int) Math.min(WINDOW_BYTES, end - at));
      if (window == null) {
        return NONE;
      }
      int last = window.limit() - JournalRecord.MIN_BYTES;
      for (int i = 0; i <= last; i++) {
        if (JournalRecord.mayBegin(window, i, end - at - i) && at(at + i, end) != null) {
          return at + i;
        }
      }
      at += last + 1;
    }
    return NONE;
  }

  private @Nullable JournalRecord at(long from, long end) throws IOException {
    long bytesLeft = end - from - JournalRecord.PREFIX_BYTES;
    ByteBuffer prefix = bytesLeft < 0 ? null : read(from, JournalRecord.PREFIX_BYTES);
    if (prefix == null || !JournalRecord.possibleLength(prefix.getInt(0), bytesLeft)) {
      return null;
    }
    return ofLength(from, from + JournalRecord.PREFIX_BYTES + prefix.getInt(0));
  }

  /** The record between two positions, whatever length it states; null if it is not whole. */
  private @Nullable JournalRecord ofLength(long from, long to) throws IOException {
    long bytes = to - from;
    boolean possible = bytes >= JournalRecord.MIN_BYTES && bytes <= JournalRecord.MAX_BYTES;
    ByteBuffer record = possible ? read(from, (int) bytes) : null;
    if (record == null) {
      return null;
    }
    int checksum = record.getInt(Integer.BYTES);
    ByteBuffer body = record.position(JournalRecord.PREFIX_BYTES).slice();
    return JournalRecord.isWhole(body, checksum) ? JournalRecord.parse(body) : null;
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
