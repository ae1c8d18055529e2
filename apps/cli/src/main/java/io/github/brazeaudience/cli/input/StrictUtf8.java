package io.github.brazeaudience.cli.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Decodes UTF-8 without replacing malformed bytes; one decoder is used for all lines of a file. */
final class StrictUtf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private CharBuffer chars = CharBuffer.allocate(1024);

  /** Returns true if the first bytes of an array are ASCII, which is always valid. */
  static boolean isAscii(byte[] bytes, int length) {
    long all = 0;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      all |= (long) LONGS.get(bytes, i);
    }
    for (; i < length; i++) {
      all |= bytes[i];
    }
    return (all & NOT_ASCII) == 0;
  }

  /** Decodes the first bytes of an array. */
  void decode(byte[] bytes, int length) throws MalformedLineException {
    if (chars.capacity() < length) {
      chars = CharBuffer.allocate(length);
    }
    chars.clear();
    decoder.reset();
    ByteBuffer source = ByteBuffer.wrap(bytes, 0, length);
    CoderResult result = decoder.decode(source, chars, true);
    if (!result.isError()) {
      result = decoder.flush(chars);
    }
    if (result.isError()) {
      throw new MalformedLineException(
          String.format(
              Locale.ROOT,
              "the line is not UTF-8 at byte %d; save the source as UTF-8, or convert only the lines"
                  + " with this error",
              source.position() + 1));
    }
    chars.flip();
  }

  /** The decoded characters, from 0 to {@link #length}; they change with the next call. */
  char[] chars() {
    return chars.array();
  }

  int length() {
    return chars.limit();
  }
}
