package io.github.brazeaudience.receiver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages and final updates, many records per write with one force to disk, and deletes old
 * segments. Confined to one thread.
 */
final class JournalWriter implements AutoCloseable {
  /** The number of fully read segments that unfinished messages may keep. */
  private static final int MAX_SEGMENTS_BEHIND = 4;

  private final Segments segments;
  private final Cursor cursor;
  private final SegmentWriter writer;
  private final JournalListener listener;

  /** Final updates that are not written yet; they are written first, to keep the order. */
  private final List<Final> unwritten = new ArrayList<>();

  /** Final updates that are written but perhaps not on disk. */
  private final List<Final> unforced = new ArrayList<>();

  private long lastSequence;
  private boolean copiesExist;
  private volatile @Nullable String failing;

  /** A message to be written, and who waits for it. */
  static final class Append {
    private final byte[] message;
    private final CompletableFuture<@Nullable Void> written;

    Append(byte[] message, CompletableFuture<@Nullable Void> written) {
      this.message = message;
      this.written = written;
    }

    byte[] message() {
      return message;
    }

    CompletableFuture<@Nullable Void> written() {
      return written;
    }
  }

  /** A final update, or a message whose updates are all final. */
  record Final(long sequence, int update) {
    static final int ALL = -1;

    ByteBuffer record() {
      return update == ALL
          ? JournalRecord.messageFinal(sequence)
          : JournalRecord.updateFinal(sequence, update);
    }
  }

  JournalWriter(
      Segments segments,
      Cursor cursor,
      SegmentWriter writer,
      Recovery recovery,
      JournalListener listener) {
    this.segments = segments;
    this.cursor = cursor;
    this.writer = writer;
    this.lastSequence = recovery.lastSequence();
    this.copiesExist = !recovery.copies().isEmpty();
    this.listener = listener;
  }

  /**
   * Writes a batch and completes each append when its message is on disk. Final updates that cannot
   * be written are written with a later batch. A failure does not prevent the next batch.
   */
  void write(List<Append> appends, List<Final> finals) {
    unwritten.addAll(finals);
    finals.forEach(this::apply);
    try {
      writeRecords(appends);
    } catch (Throwable e) {
      writer.abandon(e);
      writeAgain();
      // Notices precede the responses to which they belong.
      try {
        failing("the journal cannot be written, and messages are answered 503: " + e);
      } finally {
        appends.forEach(append -> fail(append, e));
      }
      makeRoom();
      return;
    }
    try {
      if (removeOldSegments() && failing != null) {
        failing = null;
        listener.notice("the journal is written again");
      }
    } finally {
      appends.forEach(append -> append.written().complete(null));
    }
  }

  private void fail(Append append, Throwable failure) {
    segments.bytes().addAndGet(-JournalRecord.messageBytes(append.message().length));
    append.written().completeExceptionally(failure);
  }

  private boolean removeOldSegments() {
    try {
      writer.roll();
      removeOld();
      return true;
    } catch (Throwable e) {
      writeAgain();
      failing("old files of the journal cannot be removed: " + e);
      return false;
    }
  }

  /** Reports a failure once for as long as it lasts. */
  private void failing(String notice) {
    if (!notice.equals(failing)) {
      failing = notice;
      listener.notice(notice);
    }
  }

  /** Returns true if the last batch could not be written. */
  boolean isFailing() {
    return failing != null;
  }

  /**
   * Deletes old segments whose messages are final, even if that is not written: if the journal
   * itself has filled the disk, nothing else frees space. After a crash, later messages may be
   * forwarded again, but never an earlier message of a user without the later ones. Copies of
   * messages would break that order.
   */
  private void makeRoom() {
    try {
      for (Segment oldest : segments.all().headMap(cursor.firstUnread()).values()) {
        if (copiesExist || oldest.unfinished() > 0) {
          return;
        }
        segments.remove(oldest);
      }
    } catch (IOException e) {
      failing("old files of the journal cannot be removed: " + e);
    }
  }

  private void writeAgain() {
    unwritten.addAll(0, unforced);
    unforced.clear();
  }

  private void writeRecords(List<Append> appends) throws IOException {
    List<ByteBuffer> records = new ArrayList<>(unwritten.size() + appends.size());
    unwritten.forEach(update -> records.add(update.record()));
    long finalBytes = bytes(records);
    appends.forEach(append -> records.add(JournalRecord.message(++lastSequence, append.message())));
    if (records.isEmpty()) {
      return;
    }
    long allBytes = bytes(records);
    Segment segment = writer.write(records, !appends.isEmpty());
    unforced.addAll(unwritten);
    unwritten.clear();
    if (!appends.isEmpty()) {
      unforced.clear();
    }
    appends.forEach(append -> segment.messageBegins());
    segment.endsAt(segment.end() + allBytes);
    segments.bytes().addAndGet(finalBytes);
  }

  private void apply(Final update) {
    Unfinished message = cursor.unfinished().get(update.sequence());
    if (message == null) {
      return;
    }
    if (update.update() == Final.ALL) {
      cursor.unfinished().remove(update.sequence());
      message.segment().messageEnds();
    } else {
      message.finalUpdates().set(update.update());
    }
  }

  private void removeOld() throws IOException {
    long reading = cursor.firstUnread();
    for (Segment oldest : segments.all().headMap(reading).values()) {
      if (oldest.unfinished() > 0) {
        if (segments.all().headMap(reading).size() <= MAX_SEGMENTS_BEHIND) {
          return;
        }
        copyUnfinished(oldest);
      }
      // A deleted file implies that its messages are final, so force earlier records first.
      writer.force();
      unforced.clear();
      segments.remove(oldest);
    }
  }

  /** All that is unfinished in it has been handed out, because it has been read to its end. */
  private void copyUnfinished(Segment oldest) throws IOException {
    copiesExist = true;
    Map<Long, Unfinished> messages = new TreeMap<>(cursor.unfinished());
    messages.values().removeIf(message -> message.segment() != oldest);
    List<ByteBuffer> records = new ArrayList<>();
    for (var message : messages.entrySet()) {
      JournalRecord record = Cursor.record(message.getValue());
      if (record == null) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s cannot be read at %d any more",
                oldest.file(),
                message.getValue().position()));
      }
      records.add(
          JournalRecord.copy(
              message.getKey(), message.getValue().finalUpdates(), record.message()));
    }
    List<Integer> lengths = records.stream().map(ByteBuffer::remaining).toList();
    Segment target = writer.write(records, true);
    int next = 0;
    for (Unfinished message : messages.values()) {
      message.moveTo(target, target.end());
      target.endsAt(target.end() + lengths.get(next));
      segments.bytes().addAndGet(lengths.get(next));
      next++;
    }
  }

  private static long bytes(List<ByteBuffer> records) {
    return records.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  /** Writes the remaining final updates and closes the file. */
  @Override
  public void close() throws IOException {
    writeRecords(List.of());
    writer.close();
  }
}
