package io.github.brazeaudience.cli.input;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses a stream that begins as gzip does, and passes any other through. Nothing is read
 * before the first read. The JDK's {@link java.util.zip.GZIPInputStream} is not used because it
 * ends silently at a damaged second member, and at the first member of a pipe.
 */
final class DecompressedInputStream extends FilterInputStream {
  private static final int BUFFER_BYTES = 8192;
  private static final int FIRST_MAGIC = 0x1f;
  private static final int SECOND_MAGIC = 0x8b;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  /** The time, flags and system of a header, which mean nothing here. */
  private static final int IGNORED_HEADER_BYTES = 6;

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private State state = State.START;
  private int position;
  private int limit;

  private enum State {
    START,
    PLAIN,
    BETWEEN_MEMBERS,
    IN_MEMBER,
    BEFORE_CHECKSUM,
    ENDED
  }

  DecompressedInputStream(InputStream in) {
    super(in);
  }

  /** Returns true if the first two bytes are those of gzip. */
  static boolean isGzip(int first, int second) {
    return first == FIRST_MAGIC && second == SECOND_MAGIC;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (state == State.START) {
      recognize();
    }
    if (state == State.PLAIN) {
      return readPlain(target, offset, length);
    }
    int count = 0;
    while (count == 0 && state != State.ENDED) {
      switch (state) {
        case BETWEEN_MEMBERS -> beginMember();
        case IN_MEMBER -> count = inflate(target, offset, length);
        default -> endMember();
      }
    }
    return count == 0 ? -1 : count;
  }

  private void recognize() throws IOException {
    if (!fill()) {
      state = State.ENDED;
      return;
    }
    if (buffer[0] == FIRST_MAGIC && limit == 1) {
      int second = in.read();
      if (second >= 0) {
        buffer[limit++] = (byte) second;
      }
    }
    boolean gzip = limit > 1 && isGzip(buffer[0] & 0xFF, buffer[1] & 0xFF);
    state = gzip ? State.BETWEEN_MEMBERS : State.PLAIN;
  }

  private int readPlain(byte[] target, int offset, int length) throws IOException {
    if (position == limit) {
      return in.read(target, offset, length);
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  /** Some programs fill the last block with zeros; anything else after a member is another one. */
  private void beginMember() throws IOException {
    int first = 0;
    while (first == 0) {
      if (position == limit && !fill()) {
        state = State.ENDED;
        return;
      }
      first = next();
    }
    if (!isGzip(first, next())) {
      throw new ZipException("there is something after the gzip data that is not gzip");
    }
    int method = next();
    int flags = next();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw new ZipException("this form of gzip is not known");
    }
    skip(IGNORED_HEADER_BYTES);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
    inflater.reset();
    checksum.reset();
    state = State.IN_MEMBER;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    if (inflater.needsInput()) {
      if (position == limit && !fill()) {
        throw ended();
      }
      inflater.setInput(buffer, position, limit - position);
      position = limit;
    }
    try {
      int count = inflater.inflate(target, offset, length);
      checksum.update(target, offset, count);
      if (inflater.finished()) {
        position = limit - inflater.getRemaining();
        state = State.BEFORE_CHECKSUM;
      } else if (inflater.needsDictionary()) {
        throw new ZipException("this form of gzip is not known");
      }
      return count;
    } catch (DataFormatException e) {
      throw (IOException) new ZipException("the gzip data is damaged").initCause(e);
    }
  }

  private void endMember() throws IOException {
    long bytes = inflater.getBytesWritten() & 0xFFFFFFFFL;
    if (littleEndian() != checksum.getValue() || littleEndian() != bytes) {
      throw new ZipException("the gzip data is damaged: its checksum is another one");
    }
    state = State.BETWEEN_MEMBERS;
  }

  private long littleEndian() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= (long) next() << shift;
    }
    return value;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // The text ends at a zero.
    }
  }

  private int next() throws IOException {
    if (position == limit && !fill()) {
      throw ended();
    }
    return buffer[position++] & 0xFF;
  }

  private static EOFException ended() {
    return new EOFException("the gzip data ends in the middle");
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(in.read(buffer, 0, buffer.length), 0);
    return limit > 0;
  }

  /** Not passed over undecompressed. */
  @Override
  public long skip(long bytes) throws IOException {
    byte[] passed = new byte[(int) Math.min(bytes, BUFFER_BYTES)];
    return passed.length == 0 ? 0 : Math.max(read(passed, 0, passed.length), 0);
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    super.close();
  }
}
