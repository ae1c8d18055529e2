package io.github.brazeaudience.receiver.journal;

import io.github.brazeaudience.receiver.journal.JournalRecord.Kind;
import java.io.IOException;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the messages that are to be forwarded, in order, and knows those that it has handed out
 * until they are final. All but {@link #unfinished} and {@link #firstUnread} is confined to one
 * thread.
 */
final class Cursor implements AutoCloseable {
  private final Segments segments;
  private final Recovery recovery;
  private final JournalListener listener;
  private final NavigableMap<Long, Unfinished> copies;
  private final Map<Long, Unfinished> unfinished = new ConcurrentHashMap<>();
  private volatile long firstUnread;
  private @Nullable InputReader reading;

  /** The segment that is being read. */
  private record InputReader(Segment segment, SegmentReader reader) {}

  Cursor(Segments segments, Recovery recovery, JournalListener listener) {
    this.segments = segments;
    this.recovery = recovery;
    this.listener = listener;
    this.copies = recovery.copies();
  }

  /** The messages that were handed out and are not final. */
  Map<Long, Unfinished> unfinished() {
    return unfinished;
  }

  /** Segments with smaller numbers have been read to their ends and do not grow any more. */
  long firstUnread() {
    return firstUnread;
  }

  /** The next message, null if there is none now. */
  @Nullable JournalEntry next() throws IOException {
    JournalEntry copy = nextCopy();
    return copy == null ? nextMessage() : copy;
  }

  private @Nullable JournalEntry nextCopy() throws IOException {
    for (var copy = copies.firstEntry(); copy != null; copy = copies.firstEntry()) {
      JournalRecord record = record(copy.getValue());
      copies.pollFirstEntry();
      if (record != null) {
        return handOut(copy.getValue(), record);
      }
      damaged(copy.getValue().segment(), copy.getValue().position(), 1);
    }
    return null;
  }

  private @Nullable JournalEntry nextMessage() throws IOException {
    for (InputReader at = reading(); at != null; at = reading()) {
      Segment segment = at.segment();
      SegmentReader reader = at.reader();
      // Asked before its end, because it may grow and be sealed in between.
      boolean sealed = segment.sealed();
      long end = segment.end();
      JournalRecord record = read(at, end);
      if (record == null) {
        if (!sealed) {
          return null;
        }
        close();
        firstUnread = segment.number() + 1;
      } else if (record.kind() == Kind.MESSAGE && segment.toForward(record.sequence())) {
        BitSet finalUpdates = recovery.finalUpdates(record.sequence());
        return handOut(new Unfinished(segment, reader.start(), finalUpdates), record);
      }
    }
    return null;
  }

  /** The next record. Bytes that cannot be read now were whole when they were written. */
  private @Nullable JournalRecord read(InputReader at, long end) throws IOException {
    long position = at.reader().position();
    long before = at.reader().unreadable();
    JournalRecord record = at.reader().next(end);
    if (record == null && at.reader().position() < end) {
      at.reader().skipTo(end);
    }
    long lost = at.reader().unreadable() - before;
    // Recovery has reported unreadable bytes.
    if (lost > 0 && !at.segment().damaged()) {
      damaged(at.segment(), position, lost);
    }
    return record;
  }

  private void damaged(Segment segment, long position, long bytes) {
    segment.damage();
    segments.unreadable().addAndGet(bytes);
    listener.notice(
        String.format(
            Locale.ROOT,
            "%d bytes at %d in %s cannot be read any more, and messages in them are lost; the file"
                + " is kept as .damaged",
            bytes,
            position,
            segment.file()));
  }

  private JournalEntry handOut(Unfinished message, JournalRecord record) {
    byte[] bytes = new byte[record.message().remaining()];
    record.message().get(bytes);
    BitSet finalUpdates = (BitSet) message.finalUpdates().clone();
    unfinished.put(record.sequence(), message);
    return new JournalEntry(record.sequence(), bytes, finalUpdates);
  }

  /** The record of a message, or null if it is damaged. */
  static @Nullable JournalRecord record(Unfinished message) throws IOException {
    Segment segment = message.segment();
    try (SegmentReader reader = SegmentReader.openAt(segment, message.position())) {
      JournalRecord record = reader.next(segment.end());
      return reader.start() == message.position() ? record : null;
    }
  }

  private @Nullable InputReader reading() throws IOException {
    if (reading == null) {
      Segment next = segments.from(firstUnread);
      if (next != null) {
        reading = new InputReader(next, SegmentReader.open(next));
        firstUnread = next.number();
      }
    }
    return reading;
  }

  @Override
  public void close() throws IOException {
    if (reading != null) {
      reading.reader().close();
      reading = null;
    }
  }
}
