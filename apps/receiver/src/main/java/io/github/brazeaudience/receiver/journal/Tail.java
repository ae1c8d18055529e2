package io.github.brazeaudience.receiver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Handles the unreadable bytes of a segment. At the end of the newest segment they are typical of a
 * crash: they are moved to a separate file. Elsewhere the file is kept unchanged.
 */
final class Tail {
  private static final int BLOCK_BYTES = 64 << 10;

  private final Segments segments;
  private final JournalListener listener;

  Tail(Segments segments, JournalListener listener) {
    this.segments = segments;
    this.listener = listener;
  }

  /**
   * Handles a segment whose records have been read.
   *
   * @param newest true for the newest segment
   * @param passedOver the number of unreadable bytes that were skipped
   */
  void handle(Segment segment, boolean newest, long passedOver) throws IOException {
    segments.unreadable().addAndGet(passedOver);
    if (segment.damaged()) {
      listener.notice(
          String.format(
              Locale.ROOT,
              "%s is damaged: %d bytes cannot be read, and messages in them are lost; all others are"
                  + " forwarded, some again, and the file is kept as .damaged. Check the disk",
              segment.file(),
              passedOver));
    }
    long end = segment.end();
    long rest = Files.size(segment.file()) - end;
    if (newest) {
      cut(segment, end, rest);
    } else if (rest > 0 && end > 0) {
      segment.damage();
      segments.unreadable().addAndGet(rest);
      listener.notice(
          String.format(
              Locale.ROOT,
              "%d bytes at the end of %s cannot be read, and messages in them are lost; the file is"
                  + " kept as .damaged. Check the disk",
              rest,
              segment.file()));
    }
  }

  /**
   * Truncates the newest segment after its last record, and forces the rest to disk before other
   * files are deleted because of it.
   */
  private void cut(Segment segment, long end, long rest) throws IOException {
    if (rest > 0) {
      String kept = "";
      if (end > 0 && !isZero(segment.file(), end)) {
        Path copy = segments.unused(segment, "tail");
        try {
          copy(segment.file(), end, copy);
        } catch (IOException e) {
          keepInPlace(segment, rest, copy, e);
          return;
        }
        kept = " and kept in " + copy;
      }
      listener.notice(
          String.format(
              Locale.ROOT,
              "%d bytes at the end of %s are no whole record, as after a crash while it was written;"
                  + " they are cut off%s",
              rest,
              segment.file(),
              kept));
    }
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
      channel.truncate(end);
      channel.force(true);
    }
    segments.bytes().addAndGet(-rest);
  }

  /** Keeps the bytes where they are if there is no space for a copy. */
  private void keepInPlace(Segment segment, long rest, Path copy, IOException because)
      throws IOException {
    Files.deleteIfExists(copy);
    segment.damage();
    listener.notice(
        String.format(
            Locale.ROOT,
            "%d bytes at the end of %s are no whole record, and cannot be copied (%s); the file is kept"
                + " as .damaged",
            rest,
            segment.file(),
            because.getMessage()));
  }

  private static void copy(Path file, long from, Path copy) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long size = in.size();
      for (long at = from; at < size; ) {
        at += in.transferTo(at, size - at, out);
      }
      out.force(true);
    }
  }

  private static boolean isZero(Path file, long from) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      in.position(from);
      ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
      while (in.read(block.clear()) >= 0) {
        block.flip();
        while (block.hasRemaining()) {
          if (block.get() != 0) {
            return false;
          }
        }
      }
      return true;
    }
  }
}
