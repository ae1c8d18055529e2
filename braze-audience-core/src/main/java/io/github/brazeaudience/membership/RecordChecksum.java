package io.github.brazeaudience.membership;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Envelope of a stored record: a marker, the CRC-32C of the record, and the record. Bytes without
 * the marker are a record that an earlier version wrote without a checksum.
 */
final class RecordChecksum {
  /**
   * First byte of a record with a checksum. It differs from every small version number in more than
   * one bit, so no single flipped bit turns one form into the other.
   */
  static final byte MARKER = (byte) 0xC3;

  static final int BYTES = 1 + Integer.BYTES;

  private RecordChecksum() {}

  static byte[] added(byte[] record) {
    return ByteBuffer.allocate(BYTES + record.length)
        .put(MARKER)
        .putInt(checksum(record))
        .put(record)
        .array();
  }

  /** Removes the envelope, or throws if the checksum does not match. */
  static byte[] verified(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != MARKER) {
      return bytes;
    }
    if (bytes.length < BYTES) {
      throw new IllegalArgumentException("the record ends in its checksum");
    }
    byte[] record = Arrays.copyOfRange(bytes, BYTES, bytes.length);
    if (ByteBuffer.wrap(bytes).getInt(1) != checksum(record)) {
      throw new IllegalArgumentException("the checksum of the record does not match");
    }
    return record;
  }

  private static int checksum(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record);
    return (int) crc.getValue();
  }
}
