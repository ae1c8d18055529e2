package io.github.brazeaudience.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.brazeaudience.audience.AudienceUpdate;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * JSON parser that reads one line after another, so a line needs no parser, buffers and names of
 * its own. Reads only well-formed lines; {@link NdjsonLine} reads the others again and reports what
 * is wrong with them. Not thread-safe.
 */
final class ReusedParser {
  /**
   * A parser keeps the names that it has read. It is replaced after this number of bytes, because
   * an input may have any number of names.
   */
  private static final int MAX_BYTES = 64 * 1024;

  /** Jackson detects the encoding by the first bytes; without zeros among them it is UTF-8. */
  private static final int ENCODING_BYTES = 4;

  private final InternedAudiences audiences;
  private final JsonFactory json =
      NdjsonLine.strict().enable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();
  private final Line line = new Line();
  private @Nullable JsonParser parser;
  private int readBytes;
  private int unknownIdentities;

  ReusedParser(InternedAudiences audiences) {
    this.audiences = audiences;
  }

  /** The number of identities of unknown types in the last line that was read. */
  int unknownIdentities() {
    return unknownIdentities;
  }

  /**
   * Parses a line of valid UTF-8.
   *
   * @return null if the line is malformed, or has text around its object
   */
  @Nullable AudienceUpdate read(byte[] bytes, int length) {
    if (!isObject(bytes, length)) {
      return null;
    }
    AudienceUpdate update = null;
    try {
      line.set(bytes, length);
      JsonParser current = parser();
      readBytes += length;
      NdjsonUpdate parsed = new NdjsonUpdate(current, audiences);
      update = parsed.read();
      unknownIdentities = parsed.unknownIdentities();
      if (current.releaseBuffered(OutputStream.nullOutputStream()) > 0 || line.available() > 0) {
        update = null;
      }
    } catch (MalformedLineException | IOException e) {
      // The line is read again.
    }
    if (update == null || readBytes >= MAX_BYTES) {
      close();
    }
    return update;
  }

  private static boolean isObject(byte[] bytes, int length) {
    if (length < ENCODING_BYTES || bytes[0] != '{') {
      return false;
    }
    for (int i = 1; i < ENCODING_BYTES; i++) {
      if (bytes[i] == 0) {
        return false;
      }
    }
    return true;
  }

  private JsonParser parser() throws IOException {
    JsonParser current = parser;
    if (current == null) {
      current = json.createParser(line);
      parser = current;
      readBytes = 0;
    }
    return current;
  }

  private void close() {
    JsonParser current = parser;
    parser = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        throw new IllegalStateException("a parser without a stream does not fail", e);
      }
    }
  }

  /**
   * The bytes of the current line. Reading past them fails, because the line then ends too early.
   */
  private static final class Line extends InputStream {
    private byte[] bytes = {};
    private int position;
    private int end;

    void set(byte[] line, int length) {
      bytes = line;
      position = 0;
      end = length;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (position == end) {
        throw new EOFException("the line ends in its object");
      }
      int count = Math.min(length, end - position);
      System.arraycopy(bytes, position, target, offset, count);
      position += count;
      return count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int available() {
      return end - position;
    }
  }
}
