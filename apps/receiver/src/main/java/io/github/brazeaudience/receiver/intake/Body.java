package io.github.brazeaudience.receiver.intake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a request, with the memory that is reserved for them. Confined to one request. */
final class Body {
  /** Maximum size of a body in MiB, as it is sent and as it is uncompressed. */
  static final int MAX_MIB = 16;

  /** Seconds in which a body must arrive. */
  static final int SECONDS = 30;

  private static final int MAX_BYTES = MAX_MIB << 20;
  private static final int BUFFER_BYTES = 8192;
  private static final Set<String> ENCODINGS = Set.of("", "identity", "gzip", "x-gzip");

  private final BodyMemory memory;
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long reserved;

  Body(BodyMemory memory) {
    this.memory = memory;
  }

  /** Returns why a body with these headers is refused before it is read, or null. */
  static @Nullable Problem refusal(long declaredLength, @Nullable String contentEncoding) {
    if (declaredLength > MAX_BYTES) {
      return Problem.MESSAGE_TOO_LARGE;
    }
    String encoding =
        contentEncoding == null ? "" : contentEncoding.strip().toLowerCase(Locale.ROOT);
    return ENCODINGS.contains(encoding) ? null : Problem.UNSUPPORTED_ENCODING;
  }

  /** Adds bytes that were read. Returns the problem, or null if they fit. */
  @Nullable Problem add(byte[] buffer, int count) {
    if (bytes.size() + count > MAX_BYTES) {
      return Problem.MESSAGE_TOO_LARGE;
    }
    if (!memory.tryReserve(count)) {
      return Problem.BUSY;
    }
    reserved += count;
    bytes.write(buffer, 0, count);
    return null;
  }

  /**
   * Uncompresses a body that starts as gzip does; JSON never does, and a proxy may have removed the
   * header or the compression.
   *
   * @return the problem, or null if {@link #bytes} returns the message
   */
  @Nullable Problem uncompress() {
    byte[] compressed = bytes.toByteArray();
    if (!isGzip(compressed)) {
      return null;
    }
    bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        Problem problem = add(buffer, count);
        if (problem != null) {
          return problem;
        }
      }
      return null;
    } catch (IOException e) {
      return Problem.BAD_ENCODING;
    }
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** Releases the memory. Further calls have no effect. */
  void release() {
    memory.release(reserved);
    reserved = 0;
    bytes = new ByteArrayOutputStream();
  }
}
