package io.github.brazeaudience.receiver.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out from the files which messages are unfinished. */
final class Recovery {
  private final JournalListener listener;
  private final NavigableMap<Long, Unfinished> copies = new TreeMap<>();
  private final NavigableMap<Long, Segment> byFirstSequence = new TreeMap<>();
  private final Map<Long, BitSet> finalUpdates = new HashMap<>();
  private long lastSequence;

  private Recovery(JournalListener listener) {
    this.listener = listener;
  }

  /** Reads all segments. */
  static Recovery read(Segments segments, JournalListener listener) throws IOException {
    Recovery recovery = new Recovery(listener);
    Collection<Segment> all = segments.all().values();
    long last = all.isEmpty() ? 0 : segments.all().lastKey();
    for (Segment segment : all) {
      long lost = recovery.read(segment, segment.number() == last);
      segments.bytes().addAndGet(-lost);
    }
    return recovery;
  }

  /** The messages that were copied and are unfinished: older than all others. */
  NavigableMap<Long, Unfinished> copies() {
    return copies;
  }

  /** Those updates of a message that are final, though others of it are not. */
  BitSet finalUpdates(long sequence) {
    BitSet bits = finalUpdates.remove(sequence);
    return bits == null ? new BitSet() : bits;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** Reads a segment and returns how many bytes at its end were cut off. */
  private long read(Segment segment, boolean last) throws IOException {
    segment.seal();
    try (SegmentReader reader = SegmentReader.open(segment)) {
      long size = reader.size();
      if (reader.hasMagic()) {
        long start = reader.position();
        for (JournalRecord record = reader.next(size); record != null; record = reader.next(size)) {
          take(segment, start, record);
          start = reader.position();
        }
        segment.endsAt(start);
      } else {
        segment.endsAt(0);
      }
      long rest = size - segment.end();
      if (rest > 0) {
        tellUnreadable(segment, rest, last);
      }
      return last ? mend(segment, rest) : 0;
    }
  }

  private void tellUnreadable(Segment segment, long rest, boolean last) {
    if (last) {
      listener.notice(
          "%d bytes at the end of %s are no whole record, as after a crash while it was written; they are cut off"
              .formatted(rest, segment.file()));
    } else {
      segment.damage();
      listener.notice(
          "%d bytes in %s cannot be read, and messages in them are lost; the file is kept as .damaged"
              .formatted(rest, segment.file()));
    }
  }

  /**
   * Cuts what is no record off the last segment, and lets what was read from it be on disk for
   * sure, before other files are removed because of it.
   */
  private static long mend(Segment segment, long rest) throws IOException {
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
      channel.truncate(segment.end());
      channel.force(true);
    }
    return rest;
  }

  private void take(Segment segment, long position, JournalRecord record) {
    long sequence = record.sequence();
    lastSequence = Math.max(lastSequence, sequence);
    switch (record.kind()) {
      case MESSAGE -> {
        segment.found(sequence);
        byFirstSequence.putIfAbsent(segment.firstSequence(), segment);
        show(record);
      }
      case COPY -> {
        Unfinished copy = new Unfinished(segment, position, record.finalUpdates());
        end(sequence);
        segment.messageBegins();
        copies.put(sequence, copy);
        show(record);
      }
      case UPDATE_FINAL -> {
        Unfinished copy = copies.get(sequence);
        if (copy != null) {
          copy.finalUpdates().set(record.update());
        } else if (segmentOf(sequence) != null) {
          finalUpdates.computeIfAbsent(sequence, unseen -> new BitSet()).set(record.update());
        }
      }
      case MESSAGE_FINAL -> end(sequence);
    }
  }

  /** What was known of a message until now counts no more. */
  private void end(long sequence) {
    finalUpdates.remove(sequence);
    Unfinished copy = copies.remove(sequence);
    if (copy != null) {
      copy.segment().messageEnds();
      return;
    }
    Segment own = segmentOf(sequence);
    if (own != null) {
      own.foundFinal(sequence);
    }
  }

  /** The segment in which a message stands as it came, null if that is deleted. */
  private @Nullable Segment segmentOf(long sequence) {
    var entry = byFirstSequence.floorEntry(sequence);
    return entry == null ? null : entry.getValue();
  }

  private void show(JournalRecord record) {
    byte[] message = new byte[record.message().remaining()];
    record.message().get(message);
    listener.found(message);
  }
}
