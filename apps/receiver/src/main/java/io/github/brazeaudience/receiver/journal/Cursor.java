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
 * Iterates over the messages to forward, in order, and tracks the messages that it has returned
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
  private @Nullable OpenSegment open;

  /** Segment that is being read. */
  private record OpenSegment(Segment segment, SegmentReader reader) {}

  Cursor(Segments segments, Recovery recovery, JournalListener listener) {
    this.segments = segments;
    this.recovery = recovery;
    this.listener = listener;
    this.copies = recovery.copies();
  }

  /** The returned messages that are not final. */
  Map<Long, Unfinished> unfinished() {
    return unfinished;
  }

  /** All segments with smaller numbers are sealed and have been read completely. */
  long firstUnread() {
    return firstUnread;
  }

  /** Returns the next message, or null if there is none yet. */
  @Nullable JournalEntry next() throws IOException {
    JournalEntry copy = nextCopy();
    return copy == null ? nextMessage() : copy;
  }

  private @Nullable JournalEntry nextCopy() throws IOException {
    for (var copy = copies.firstEntry(); copy != null; copy = copies.firstEntry()) {
      JournalRecord record = record(copy.getValue());
      copies.pollFirstEntry();
      if (record != null) {
        return track(copy.getValue(), record);
      }
      damaged(copy.getValue().segment(), copy.getValue().position(), 1);
    }
    return null;
  }

  private @Nullable JournalEntry nextMessage() throws IOException {
    for (OpenSegment current = openSegment(); current != null; current = openSegment()) {
      Segment segment = current.segment();
      SegmentReader reader = current.reader();
      // Read before the end, because the segment may grow and be sealed in between.
      boolean sealed = segment.sealed();
      long end = segment.end();
      JournalRecord record = read(current, end);
      if (record == null) {
        if (!sealed) {
          return null;
        }
        close();
        firstUnread = segment.number() + 1;
      } else if (record.kind() == Kind.MESSAGE && segment.toForward(record.sequence())) {
        BitSet finalUpdates = recovery.finalUpdates(record.sequence());
        return track(new Unfinished(segment, reader.start(), finalUpdates), record);
      }
    }
    return null;
  }

  /** Returns the next record. Unreadable bytes were damaged after the journal was opened. */
  private @Nullable JournalRecord read(OpenSegment current, long end) throws IOException {
    long position = current.reader().position();
    long before = current.reader().unreadable();
    JournalRecord record = current.reader().next(end);
    if (record == null && current.reader().position() < end) {
      current.reader().skipTo(end);
    }
    long lost = current.reader().unreadable() - before;
    // Recovery has reported unreadable bytes.
    if (lost > 0 && !current.segment().damaged()) {
      damaged(current.segment(), position, lost);
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

  private JournalEntry track(Unfinished message, JournalRecord record) {
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

  private @Nullable OpenSegment openSegment() throws IOException {
    if (open == null) {
      Segment next = segments.from(firstUnread);
      if (next != null) {
        open = new OpenSegment(next, SegmentReader.open(next));
        firstUnread = next.number();
      }
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.reader().close();
      open = null;
    }
  }
}
