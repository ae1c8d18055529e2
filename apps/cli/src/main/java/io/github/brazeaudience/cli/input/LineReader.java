package io.github.brazeaudience.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream into lines at LF or CRLF, in constant memory. A byte order mark at its start is
 * left out. A line that is too long is read to its end and not kept.
 */
public final class LineReader {
  /** The longest line, without its end, in bytes. */
  public static final int MAX_LINE_BYTES = 4 * 1024 * 1024;

  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int CARRIAGE_RETURN_BYTES = 1;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int position;
  private int limit;
  private long limitOffset;
  private byte[] line = new byte[1024];
  private int length;
  private boolean tooLong;
  private long number;
  private boolean atStart = true;

  /** Reads a stream without closing it. */
  public LineReader(InputStream in) {
    this.in = in;
  }

  /** Sets the position of the first byte of the stream, before the first read. */
  void resume(long bytes, long lines) {
    atStart = bytes == 0;
    limitOffset = bytes;
    number = lines;
  }

  /**
   * Passes over the end of a line if there is one, before the first line is read; false if text is
   * there.
   */
  boolean endsHere() throws IOException {
    if (!fill()) {
      return true;
    }
    position = chunk[0] == '\r' && (limit > 1 || more()) ? 1 : 0;
    if (chunk[position] != '\n') {
      return false;
    }
    position++;
    return true;
  }

  /** Moves to the next line; false if there is none. */
  public boolean next() throws IOException {
    if (atStart) {
      atStart = false;
      skipByteOrderMark();
    }
    length = 0;
    tooLong = false;
    boolean any = false;
    boolean ended = false;
    while (!ended && (position < limit || fill())) {
      any = true;
      int end = position;
      while (end < limit && chunk[end] != '\n') {
        end++;
      }
      keep(position, end);
      ended = end < limit;
      position = ended ? end + 1 : end;
    }
    if (any) {
      number++;
      dropCarriageReturn();
    }
    return any;
  }

  /** The bytes of the line, from 0 to {@link #length}; overwritten by the next line. */
  public byte[] bytes() {
    return line;
  }

  public int length() {
    return length;
  }

  /** True if the line exceeds {@link #MAX_LINE_BYTES}; its bytes are then dropped. */
  public boolean tooLong() {
    return tooLong;
  }

  /** The line number, starting with 1. */
  long number() {
    return number;
  }

  /** The number of bytes up to the end of the line. */
  long offset() {
    return limitOffset - (limit - position);
  }

  /** True if the line has only white space. */
  public boolean isBlank() {
    if (tooLong) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!isWhiteSpace(line[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  private void keep(int from, int to) {
    int grown = length + (to - from);
    if (tooLong || grown > MAX_LINE_BYTES + CARRIAGE_RETURN_BYTES) {
      tooLong = true;
      return;
    }
    if (grown > line.length) {
      int doubled = Math.min(2 * line.length, MAX_LINE_BYTES + CARRIAGE_RETURN_BYTES);
      line = Arrays.copyOf(line, Math.max(grown, doubled));
    }
    System.arraycopy(chunk, from, line, length, to - from);
    length = grown;
  }

  private void dropCarriageReturn() {
    if (!tooLong && length > 0 && line[length - 1] == '\r') {
      length--;
    }
    tooLong |= length > MAX_LINE_BYTES;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = 0;
    return more();
  }

  private boolean more() throws IOException {
    int read = Math.max(in.read(chunk, limit, chunk.length - limit), 0);
    limit += read;
    limitOffset += read;
    return read > 0;
  }

  private void skipByteOrderMark() throws IOException {
    limit = in.readNBytes(chunk, 0, BYTE_ORDER_MARK.length);
    limitOffset = limit;
    boolean marked =
        limit == BYTE_ORDER_MARK.length
            && Arrays.equals(chunk, 0, limit, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    position = marked ? limit : 0;
  }
}
