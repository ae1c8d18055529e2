package io.github.brazeaudience.receiver.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads the unfinished messages from the files. */
final class Recovery {
  private final JournalListener listener;
  private final NavigableMap<Long, Unfinished> copies = new TreeMap<>();
  private final NavigableMap<Long, Segment> byFirstSequence = new TreeMap<>();
  private final Map<Long, BitSet> finalUpdates = new HashMap<>();
  private long lastSequence;
  private long lastMessage;
  private boolean damaged;

  private Recovery(JournalListener listener) {
    this.listener = listener;
  }

  /**
   * Reads all segments before it changes any.
   *
   * @throws IOException if a segment cannot be read or is not of this journal
   */
  static Recovery read(Segments segments, JournalListener listener) throws IOException {
    Recovery recovery = new Recovery(listener);
    Collection<Segment> all = segments.all().values();
    long last = all.isEmpty() ? 0 : segments.all().lastKey();
    Map<Segment, Long> unreadable = new LinkedHashMap<>();
    for (Segment segment : all) {
      unreadable.put(segment, recovery.read(segment));
    }
    Tail tail = new Tail(segments, listener);
    for (Segment segment : all) {
      tail.handle(segment, segment.number() == last, unreadable.getOrDefault(segment, 0L));
      recovery.damaged |= segment.damaged();
    }
    if (recovery.damaged) {
      recovery.reopenAfterDamage(all);
    }
    return recovery;
  }

  /**
   * A damaged record may have marked a message as final. Forwarding that message again without
   * later ones would undo them, so all messages after the first unfinished one are forwarded again,
   * in order.
   */
  private void reopenAfterDamage(Collection<Segment> all) {
    LongStream ofCopies = copies.keySet().stream().mapToLong(Long::longValue).limit(1);
    LongStream ofSegments = all.stream().mapToLong(Segment::firstUnfinished);
    long first =
        LongStream.concat(ofCopies, ofSegments)
            .filter(sequence -> sequence > 0)
            .min()
            .orElse(Long.MAX_VALUE);
    finalUpdates.clear();
    copies.tailMap(first, false).values().forEach(copy -> copy.finalUpdates().clear());
    for (Segment segment : all) {
      segment.reopen(sequence -> sequence > first && !copies.containsKey(sequence));
    }
  }

  /** The copied unfinished messages, which are older than all others. */
  NavigableMap<Long, Unfinished> copies() {
    return copies;
  }

  /** The final updates of a message that has other updates. */
  BitSet finalUpdates(long sequence) {
    BitSet bits = finalUpdates.remove(sequence);
    return bits == null ? new BitSet() : bits;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** Reads a segment and returns the number of unreadable bytes in it. */
  private long read(Segment segment) throws IOException {
    segment.seal();
    try (SegmentReader reader = SegmentReader.open(segment)) {
      long size = reader.size();
      if (!reader.hasMagic()) {
        requireBegun(segment, reader, size);
        segment.endsAt(0);
        return 0;
      }
      for (JournalRecord record = reader.next(size); record != null; record = reader.next(size)) {
        take(segment, reader.start(), record);
      }
      segment.endsAt(reader.position());
      if (reader.damaged()) {
        segment.damage();
      }
      return reader.unreadable();
    }
  }

  /** A crash may leave a part of the header, or zeros; other content is from another program. */
  private static void requireBegun(Segment segment, SegmentReader reader, long size)
      throws IOException {
    if (!reader.isPartOfMagic()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s (%d bytes) does not begin with %s, so another version of the receiver wrote it or its"
                  + " first bytes are damaged; nothing was changed. Start the version that wrote it, or"
                  + " move the file out of the journal to start without its messages",
              segment.file(),
              size,
              new String(Segment.MAGIC, StandardCharsets.US_ASCII)));
    }
  }

  private void take(Segment segment, long position, JournalRecord record) throws IOException {
    long sequence = record.sequence();
    lastSequence = Math.max(lastSequence, sequence);
    switch (record.kind()) {
      case MESSAGE -> {
        requireLater(segment, sequence);
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

  /** Files of two journals use the same numbers for different messages. */
  private void requireLater(Segment segment, long sequence) throws IOException {
    if (sequence <= lastMessage) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has message %d, but an earlier file has message %d, so it belongs to another journal;"
                  + " nothing was changed. Move it into a separate directory and start a receiver on that",
              segment.file(),
              sequence,
              lastMessage));
    }
    lastMessage = sequence;
  }

  /** Drops the earlier state of a message. */
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

  /** The segment with the original record of a message, or null if that segment is deleted. */
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
