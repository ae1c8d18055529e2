package io.github.brazeaudience.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** As much of ASN.1's DER as a certificate needs. */
final class Der {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int CONTEXT = 0x80;
  private static final int CONTEXT_CONSTRUCTED = 0xa0;
  private static final int SHORT_LENGTHS = 0x80;

  private Der() {}

  static byte[] integer(int value) {
    return tagged(INTEGER, new byte[] {(byte) value});
  }

  static byte[] bits(byte[] content) {
    return tagged(BIT_STRING, new byte[] {0}, content);
  }

  static byte[] octets(byte[] content) {
    return tagged(OCTET_STRING, content);
  }

  /** An object identifier, in its encoded bytes. */
  static byte[] oid(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return tagged(OBJECT_IDENTIFIER, content);
  }

  static byte[] utf8(String text) {
    return tagged(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A time such as {@code 20200101000000Z}. */
  static byte[] time(String text) {
    return tagged(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] sequence(byte[]... parts) {
    return tagged(SEQUENCE, parts);
  }

  static byte[] set(byte[]... parts) {
    return tagged(SET, parts);
  }

  /** An element whose meaning its place decides. */
  static byte[] context(int number, byte[] content) {
    return tagged(CONTEXT + number, content);
  }

  static byte[] contextConstructed(int number, byte[] content) {
    return tagged(CONTEXT_CONSTRUCTED + number, content);
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < SHORT_LENGTHS) {
      out.write(length);
    } else {
      out.write(SHORT_LENGTHS + 2);
      out.write(length >> 8);
      out.write(length);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
