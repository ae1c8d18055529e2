package io.github.brazeaudience.receiver.journal;

import io.github.brazeaudience.receiver.journal.JournalRecord.Kind;
import java.io.IOException;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the messages that are to be forwarded, in order, and knows those that it has handed out
 * until they are final. All but {@link #unfinished} and {@link #segment} is confined to one thread.
 */
final class Cursor implements AutoCloseable {
  private final Segments segments;
  private final Recovery recovery;
  private final JournalListener listener;
  private final Iterator<Map.Entry<Long, Unfinished>> copies;
  private final Map<Long, Unfinished> unfinished = new ConcurrentHashMap<>();
  private volatile long number;
  private @Nullable Reading reading;

  /** The segment that is being read. */
  private record Reading(Segment segment, SegmentReader reader) {}

  Cursor(Segments segments, Recovery recovery, JournalListener listener) {
    this.segments = segments;
    this.recovery = recovery;
    this.listener = listener;
    this.copies = recovery.copies().entrySet().iterator();
  }

  /** The messages that were handed out and are not final. */
  Map<Long, Unfinished> unfinished() {
    return unfinished;
  }

  /** The number of the segment that is being read; those before it have been read to their ends. */
  long segment() {
    return number;
  }

  /** The next message, null if there is none now. */
  @Nullable JournalEntry next() throws IOException {
    if (copies.hasNext()) {
      var copy = copies.next();
      return handOut(copy.getValue(), record(copy.getValue()));
    }
    for (Reading at = reading(); at != null; at = reading()) {
      Segment segment = at.segment();
      SegmentReader reader = at.reader();
      // Asked before its end, because it may grow and be sealed in between.
      boolean sealed = segment.sealed();
      long end = segment.end();
      long position = reader.position();
      JournalRecord record = reader.next(end);
      if (record == null) {
        skipDamage(at, end);
        if (!sealed || !advance()) {
          return null;
        }
      } else if (record.kind() == Kind.MESSAGE && segment.toForward(record.sequence())) {
        BitSet finalUpdates = recovery.finalUpdates(record.sequence());
        return handOut(new Unfinished(segment, position, finalUpdates), record);
      }
    }
    return null;
  }

  private JournalEntry handOut(Unfinished message, JournalRecord record) {
    byte[] bytes = new byte[record.message().remaining()];
    record.message().get(bytes);
    BitSet finalUpdates = (BitSet) message.finalUpdates().clone();
    unfinished.put(record.sequence(), message);
    return new JournalEntry(record.sequence(), bytes, finalUpdates);
  }

  /** The record in which a message stands. */
  static JournalRecord record(Unfinished message) throws IOException {
    Segment segment = message.segment();
    try (SegmentReader reader = SegmentReader.openAt(segment, message.position())) {
      JournalRecord record = reader.next(segment.end());
      if (record == null) {
        throw new IOException(
            "%s cannot be read at %d any more".formatted(segment.file(), message.position()));
      }
      return record;
    }
  }

  /** Bytes that could be written a while ago and cannot be read now: the disk has lost them. */
  private void skipDamage(Reading damaged, long end) {
    long rest = end - damaged.reader().position();
    if (rest > 0) {
      damaged.segment().damage();
      damaged.reader().skipTo(end);
      listener.notice(
          "%d bytes in %s cannot be read any more, and messages in them are lost; the file is kept as .damaged"
              .formatted(rest, damaged.segment().file()));
    }
  }

  private @Nullable Reading reading() throws IOException {
    if (reading == null) {
      var unused = advance();
    }
    return reading;
  }

  private boolean advance() throws IOException {
    Segment next = segments.after(number);
    if (next == null) {
      return false;
    }
    SegmentReader reader = SegmentReader.open(next);
    close();
    reading = new Reading(next, reader);
    number = next.number();
    return true;
  }

  @Override
  public void close() throws IOException {
    if (reading != null) {
      reading.reader().close();
      reading = null;
    }
  }
}
