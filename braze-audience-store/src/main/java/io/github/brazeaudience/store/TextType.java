package io.github.brazeaudience.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.StringDataType;

/**
 * MVStore data type of text in the encoding of {@link StringDataType}. It copies ASCII as a whole
 * instead of char by char, because pages have dozens of external ids.
 */
final class TextType extends StringDataType {
  static final TextType INSTANCE = new TextType();

  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private TextType() {}

  @Override
  public void write(WriteBuffer out, String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    // A character that is not ASCII became a question mark.
    if (text.equals(new String(ascii, StandardCharsets.ISO_8859_1))) {
      out.putVarInt(ascii.length).put(ascii);
    } else {
      super.write(out, text);
    }
  }

  @Override
  public String read(ByteBuffer in) {
    int length = DataUtils.readVarInt(in);
    int start = in.position();
    if (!in.hasArray() || length < 0 || length > in.remaining() || !isAscii(in, start, length)) {
      return DataUtils.readString(in, length);
    }
    in.position(start + length);
    return new String(in.array(), in.arrayOffset() + start, length, StandardCharsets.ISO_8859_1);
  }

  private static boolean isAscii(ByteBuffer in, int start, int length) {
    long bits = 0;
    int end = start + length;
    int at = start;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      bits |= in.getLong(at);
    }
    for (; at < end; at++) {
      bits |= in.get(at);
    }
    return (bits & NOT_ASCII) == 0;
  }
}
