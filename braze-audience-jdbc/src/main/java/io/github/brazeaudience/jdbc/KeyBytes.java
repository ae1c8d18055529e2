package io.github.brazeaudience.jdbc;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Encoding of external ids and namespaces as UTF-8, ordered as the database orders bytes. */
final class KeyBytes {
  static final Comparator<byte[]> ORDER = Arrays::compareUnsigned;

  private KeyBytes() {}

  /**
   * Encodes a text.
   *
   * @throws IllegalArgumentException if it contains an unpaired surrogate, which UTF-8 cannot
   *     encode; Braze has no such user
   */
  static byte[] of(String text) {
    try {
      ByteBuffer encoded =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      byte[] key = new byte[encoded.remaining()];
      encoded.get(key);
      return key;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "an external id or namespace contains an unpaired surrogate; remove the update", e);
    }
  }

  static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
