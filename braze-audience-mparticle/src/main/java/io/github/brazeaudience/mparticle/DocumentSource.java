package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonEncodingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Source that feeds the documents of a stream to the JSON reader. It withholds invalid bytes, so
 * the document that contains them is the one that fails. A failure of the stream itself is an
 * {@link UncheckedIOException}; an {@link IOException} always means invalid content.
 */
final class DocumentSource implements Source {
  private static final int CHUNK_BYTES = 8192;

  private final InputStream input;
  private final long documentLimit;
  private final JsonBytes json = new JsonBytes();
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final BufferedSource buffered = Okio.buffer(this);
  private long delivered;
  private long documentStart;
  private boolean inDocument;
  private boolean exhausted;
  private @Nullable String withheldFor;
  private @Nullable String problem;
  private long refusedOnLine;

  DocumentSource(InputStream input, long documentLimit) {
    this.input = input;
    this.documentLimit = documentLimit;
  }

  BufferedSource buffered() {
    return buffered;
  }

  /** Skips the byte order mark that some programs write before UTF-8 text. */
  void skipByteOrderMark() throws IOException {
    Buffer buffer = buffered.getBuffer();
    if (buffered.request(3)
        && (buffer.getByte(0) & 0xff) == 0xef
        && (buffer.getByte(1) & 0xff) == 0xbb
        && (buffer.getByte(2) & 0xff) == 0xbf) {
      buffer.skip(3);
    }
  }

  /** Advances to the start of the next document. Returns false if there is none. */
  boolean nextDocument() throws IOException {
    inDocument = false;
    while (buffered.request(1)) {
      if (!isWhiteSpace(buffered.getBuffer().getByte(0))) {
        documentStart = position();
        inDocument = true;
        exhausted = false;
        return true;
      }
      buffered.getBuffer().skip(1);
    }
    return false;
  }

  /** The number of bytes before the current document. */
  long documentStart() {
    return documentStart;
  }

  /** Checks the size of a complete document. */
  void endDocument() throws IOException {
    if (position() - documentStart > documentLimit) {
      throw refused(tooLarge(), line());
    }
  }

  /** The line, from 1, up to which the documents have been read. */
  long line() throws IOException {
    Buffer unread = buffered.getBuffer();
    long ahead = 0;
    for (long at = unread.indexOf((byte) '\n'); at >= 0; at = unread.indexOf((byte) '\n', at + 1)) {
      ahead++;
    }
    return json.newlines() - ahead + 1;
  }

  /** The 1-based line on which reading of an incomplete document stopped. */
  long stopLine() throws IOException {
    if (refusedOnLine > 0) {
      return refusedOnLine;
    }
    return exhausted ? json.lastTextLine() : line();
  }

  /** The problem of an incomplete document. */
  String whyBroken() {
    if (problem != null) {
      return problem;
    }
    return exhausted ? "ends in the middle" : "is not JSON, or is nested deeper than 255";
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    if (withheldFor != null) {
      throw refused(withheldFor, json.lastTextLine());
    }
    if (inDocument && delivered - documentStart > documentLimit) {
      throw refused(tooLarge(), json.lastTextLine());
    }
    int count = readInput((int) Math.min(byteCount, CHUNK_BYTES));
    if (count < 0) {
      exhausted = true;
      return -1;
    }
    int good = json.accept(chunk, count);
    sink.write(chunk, 0, good);
    delivered += good;
    withheldFor = json.problem();
    if (good == 0 && withheldFor != null) {
      throw refused(withheldFor, json.lastTextLine());
    }
    return good;
  }

  private long position() {
    return delivered - buffered.getBuffer().size();
  }

  private String tooLarge() {
    return "has more than %s MiB, the most that is read".formatted(documentLimit >> 20);
  }

  private JsonEncodingException refused(String reason, long line) {
    refusedOnLine = line;
    problem = reason;
    return new JsonEncodingException(reason);
  }

  private int readInput(int wanted) {
    try {
      return input.read(chunk, 0, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  @Override
  public Timeout timeout() {
    return Timeout.NONE;
  }

  /** Does nothing, because the caller closes the stream. */
  @Override
  public void close() {}
}
