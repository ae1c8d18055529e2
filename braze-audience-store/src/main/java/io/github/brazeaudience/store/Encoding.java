package io.github.brazeaudience.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * Encoding of external ids and lengths. An external id is the UTF-8 of each of its chars, including
 * unpaired surrogates, so the order of the unsigned bytes is that of {@link String#compareTo}.
 */
final class Encoding {
  static final int MAX_CHAR_BYTES = 3;
  static final int MAX_LENGTH_BYTES = 5;

  private Encoding() {}

  /**
   * Reads a number of bytes that follow, or of parts with at least a byte each.
   *
   * @throws org.h2.mvstore.MVStoreException if it is damaged; a caller never allocates too much
   */
  static int readLength(ByteBuffer in) {
    try {
      int length = DataUtils.readVarInt(in);
      if (length >= 0 && length <= in.remaining()) {
        return length;
      }
    } catch (BufferUnderflowException e) {
      // The last bytes of the length are missing.
    }
    throw damaged("a length");
  }

  static MVStoreException damaged(String what) {
    return DataUtils.newMVStoreException(
        DataUtils.ERROR_FILE_CORRUPT, what + " in the file is damaged");
  }

  static byte[] encode(String text) {
    int length = text.length();
    byte[] ascii = new byte[length];
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return encodeAny(text);
      }
      ascii[i] = (byte) c;
    }
    return ascii;
  }

  private static byte[] encodeAny(String text) {
    byte[] bytes = new byte[text.length() * MAX_CHAR_BYTES];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xc0 | (c >> 6));
        bytes[length++] = (byte) (0x80 | (c & 0x3f));
      } else {
        bytes[length++] = (byte) (0xe0 | (c >> 12));
        bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        bytes[length++] = (byte) (0x80 | (c & 0x3f));
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  /** Decodes an external id. Accepts any bytes, because they may be damaged. */
  static String decode(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] < 0) {
        return decodeAny(bytes, start, end);
      }
    }
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static String decodeAny(byte[] bytes, int start, int end) {
    StringBuilder text = new StringBuilder();
    for (int i = start; i < end; ) {
      int first = bytes[i++] & 0xff;
      int more = first < 0xc0 ? 0 : first < 0xe0 ? 1 : 2;
      int c = more == 0 ? first : more == 1 ? first & 0x1f : first & 0x0f;
      for (; more > 0 && i < end; more--) {
        c = (c << 6) | (bytes[i++] & 0x3f);
      }
      text.append((char) c);
    }
    return text.toString();
  }
}
